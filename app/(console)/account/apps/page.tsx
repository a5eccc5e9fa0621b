import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/layout";
import { ListFoot } from "@/components/ui/list-bar";
import { page } from "@/lib/doors/page";
import { listOwnGrants } from "@/lib/grants/own";
import { AppCard } from "./_components/app-card";
import { RemoveDialog } from "./_components/remove-dialog";
import { RemovedApps } from "./_components/removed-apps";

const PATH = "/account/apps";
/** What is over is history: its newest rows are enough, on the first page alone. */
const REMOVED_SHOWN = 25;

/** What the reader has allowed to which application, in every company, and the way to take it back. */
export default page(async (ctx, { search }) => {
  const [t, live, removed] = await Promise.all([
    getTranslations("account.apps"),
    listOwnGrants(ctx, { cursor: search.cursor, status: "live" }),
    listOwnGrants(ctx, { status: "over", size: REMOVED_SHOWN }),
  ]);
  const chosen = live.items.find(({ id }) => id === search.confirm);
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader title={t("title")} intro={t("intro")} />
      {live.items.length === 0 && <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
      <ul className="grid gap-4 lg:grid-cols-2">
        {live.items.map((grant) => (
          <li key={grant.id}>
            <AppCard grant={grant} now={ctx.now} search={search} />
          </li>
        ))}
      </ul>
      {live.total > live.items.length && (
        <ListFoot path={PATH} search={search} shown={live.items.length} total={live.total} next={live.next} />
      )}
      {!search.cursor && removed.items.length > 0 && <RemovedApps grants={removed.items} />}
      {chosen && <RemoveDialog grant={chosen} cancelHref={PATH} />}
    </>
  );
});
