import { getTimeZone, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/layout";
import { ListFoot } from "@/components/ui/list-bar";
import { listEvents } from "@/lib/audit/list";
import { type EventQuery, eventQuerySchema } from "@/lib/audit/schema";
import { page } from "@/lib/doors/page";
import { Refusal } from "@/lib/errors";
import { EventTable } from "./_components/event-table";
import { LogBar } from "./_components/log-bar";

const PATH = "/log";

/** A filter that cannot be understood is refused, never dropped: a log that shows more than was asked misleads. */
function queryOf(search: Record<string, string | undefined>, zone: string): EventQuery {
  const { data } = eventQuerySchema.safeParse({ ...search, zone });
  if (!data) throw new Refusal("invalid_input");
  return data;
}

/** Everything that was done in the company, newest first. Days are those of the reader's zone. */
export default page(async (ctx, { search }) => {
  const [t, zone] = await Promise.all([getTranslations("log"), getTimeZone()]);
  const { items, next, total } = await listEvents(ctx, queryOf(search, zone));
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader title={t("title")} intro={t("intro")} />
      <LogBar path={PATH} search={search} events={items} />
      {items.length > 0 ? (
        <EventTable events={items} />
      ) : (
        <EmptyState title={t("noMatch.title")} text={t("noMatch.text")} />
      )}
      <ListFoot path={PATH} search={search} shown={items.length} total={total} next={next} />
    </>
  );
});
