import { UserPlus } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader, Panel } from "@/components/ui/layout";
import { ListBar, ListFoot } from "@/components/ui/list-bar";
import { When } from "@/components/ui/when";
import { page } from "@/lib/doors/page";
import { listPeople, type PersonRow } from "@/lib/people/list";
import { roleMay } from "@/lib/people/may";
import { RoleName } from "./_components/role";
import { RoleTable } from "./_components/role-table";
import { StateBadge } from "./_components/state";

const PATH = "/people";
const LONGEST_SEARCH = 80;

async function columns(): Promise<Column<PersonRow>[]> {
  const [t, tCommon] = await Promise.all([getTranslations("people.columns"), getTranslations("common")]);
  return [
    {
      key: "name",
      header: t("name"),
      names: true,
      cell: ({ userId, name, email }) => (
        <>
          <Link href={`${PATH}/${userId}`} className="font-semibold">
            <bdi className="break-words">{name}</bdi>
          </Link>
          <span className="block break-all text-13 text-ink-3">{email}</span>
        </>
      ),
    },
    { key: "role", header: t("role"), cell: ({ role }) => <RoleName role={role} /> },
    { key: "state", header: t("state"), cell: ({ state }) => <StateBadge state={state} /> },
    {
      key: "lastSignIn",
      header: t("lastSignIn"),
      cell: ({ lastSignInAt }) =>
        lastSignInAt ? <When at={lastSignInAt} /> : <span className="text-ink-3">{tCommon("never")}</span>,
    },
  ];
}

/** Everybody who belongs to the company, and what each role may do. */
export default page(async (ctx, { search }) => {
  const t = await getTranslations("people");
  const asked = search.search?.slice(0, LONGEST_SEARCH).replaceAll("\0", "") ?? "";
  const { items, next, total } = await listPeople(ctx, { search: asked, cursor: search.cursor ?? null });
  const role = ctx.actor.kind === "person" ? ctx.actor.membership?.role : undefined;
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader
        title={t("title")}
        intro={t("intro")}
        actions={
          role &&
          roleMay(role, "people:write") && (
            <LinkButton look="primary" href={`${PATH}/new`}>
              <UserPlus size={16} aria-hidden="true" />
              {t("add.open")}
            </LinkButton>
          )
        }
      />
      <ListBar path={PATH} search={search} searchLabel={t("search")} />
      {items.length > 0 ? (
        <DataTable
          caption={t("title")}
          columns={await columns()}
          rows={items}
          keyOf={({ userId }) => userId}
          isMuted={({ state }) => state === "disabled"}
        />
      ) : (
        <EmptyState title={t("noMatch.title")} text={t("noMatch.text")} />
      )}
      <ListFoot path={PATH} search={search} shown={items.length} total={total} next={next} />
      <Panel title={t("rights.title")} intro={t("rights.intro")} className="mt-8">
        <RoleTable />
      </Panel>
    </>
  );
});
