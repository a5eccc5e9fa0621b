import Form from "next/form";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SubmitButton } from "@/components/ui/form";
import { PageHeader } from "@/components/ui/layout";
import { addressOf, Kept, ListBar, ListFoot } from "@/components/ui/list-bar";
import { Notice } from "@/components/ui/notice";
import { listClients } from "@/lib/clients/list";
import type { Context } from "@/lib/context";
import { page } from "@/lib/doors/page";
import { listGrants } from "@/lib/grants/list";
import { listGrantsSchema } from "@/lib/grants/schema";
import { type DescribedGrant, describedGrants } from "@/lib/grants/view";
import type { Listed } from "@/lib/paging";
import { GrantTable } from "./_components/grant-table";
import { RevokeDialog } from "./_components/revoke-dialog";

const LIST = "/connections/authorizations";
const MOST_CHOICES = 100;
const querySchema = listGrantsSchema.omit({ size: true }).catch({});
type Query = ReturnType<typeof querySchema.parse>;

/** Without a choice of status the list has them all, as the filter says. */
async function matchesOf(ctx: Context, query: Query): Promise<Listed<DescribedGrant>> {
  const list = await listGrants(ctx, { ...query, status: query.status ?? "all" });
  return { ...list, items: await describedGrants(ctx, list.items) };
}

type BarProps = { query: Query; clients: { id: string; name: string }[]; shown: DescribedGrant[] };

async function Bar({ query, clients, shown }: BarProps) {
  const t = await getTranslations("grants.filters");
  const { clientId } = query;
  // A link can name a client that the choices do not have: one that was removed, or one too many.
  const isHeld = clientId !== undefined && clients.every(({ id }) => id !== clientId);
  const held = { name: "clientId", label: shown[0]?.client.name ?? t("oneClient"), removeLabel: t("removeClient") };
  const status = (["live", "ended", "revoked"] as const).map((value) => ({ value, label: t(value) }));
  const choices = clients.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <ListBar
      path={LIST}
      search={query}
      searchLabel={t("search")}
      filters={[
        { name: "status", label: t("status"), choices: status },
        ...(isHeld ? [] : [{ name: "clientId", label: t("client"), choices }]),
      ]}
      held={isHeld ? [held] : []}
    />
  );
}

type MatchesProps = { list: Listed<DescribedGrant>; query: Query; isNoneChosen: boolean };

/** The authorizations that match, in the form that chooses some of them. */
async function Matches({ list: { items, total, next }, query, isNoneChosen }: MatchesProps) {
  const t = await getTranslations("grants");
  if (items.length === 0) return <EmptyState title={t("noneFoundTitle")} text={t("noneFoundText")} />;
  return (
    <>
      {isNoneChosen && (
        <div role="status" className="mb-3">
          <Notice kind="warning">{t("noneChosen")}</Notice>
        </div>
      )}
      <Form action={LIST} scroll={false}>
        <Kept query={query} />
        <input type="hidden" name="confirm" value="revoke" />
        <GrantTable grants={items} />
        {items.some(({ status }) => status === "live") && (
          <div className="mt-3">
            <SubmitButton look="secondary" small>
              {t("revokeChosen")}
            </SubmitButton>
          </div>
        )}
      </Form>
      <ListFoot path={LIST} search={query} shown={items.length} total={total} next={next} />
    </>
  );
}

/** Who lets which application in, and the way to take it back, one or many at once. */
export default page(async (ctx, { search, all }) => {
  const query = querySchema.parse(search);
  const [t, list, clients] = await Promise.all([
    getTranslations("grants"),
    matchesOf(ctx, query),
    listClients(ctx, { size: MOST_CHOICES }),
  ]);
  const isEmpty = list.total === 0 && Object.values(query).every((value) => !value);
  const asked = search.confirm === "revoke";
  const chosen = asked ? list.items.filter(({ id, status }) => status === "live" && all("id").includes(id)) : [];
  const done = chosen.length > 1 ? "authorizationsRevoked" : "authorizationRevoked";
  return (
    <>
      <Title text={t("title")} ctx={ctx} />
      <PageHeader title={t("title")} intro={t("intro")} />
      {isEmpty ? (
        <EmptyState
          title={t("emptyTitle")}
          text={t("emptyText")}
          action={<LinkButton href="/connections/oauth-users">{t("toClients")}</LinkButton>}
        />
      ) : (
        <>
          <Bar query={query} clients={clients.items} shown={list.items} />
          <Matches list={list} query={query} isNoneChosen={asked && chosen.length === 0} />
        </>
      )}
      {chosen.length > 0 && (
        <RevokeDialog
          grants={chosen}
          cancelHref={addressOf(LIST, query)}
          doneHref={addressOf(LIST, { ...query, done })}
        />
      )}
    </>
  );
});
