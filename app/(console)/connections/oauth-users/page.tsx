import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/layout";
import { addressOf, ListBar, ListFoot } from "@/components/ui/list-bar";
import { Notice } from "@/components/ui/notice";
import { listClients } from "@/lib/clients/list";
import { CLIENT_STATUSES, clientQuerySchema, GRANT_TYPES } from "@/lib/clients/schema";
import { page } from "@/lib/doors/page";
import { ChosenForm } from "./_components/chosen-form";
import { ClientTable } from "./_components/client-table";
import { RemoveDialog } from "./_components/remove-dialog";

const PATH = "/connections/oauth-users";

/** An address with a filter that does not exist shows the whole list. */
const querySchema = clientQuerySchema.omit({ size: true }).catch({});

/** The company's OAuth users: what each is, whether it is used, and the way to stop it. */
export default page(async (ctx, { search, all }) => {
  const query = querySchema.parse(search);
  const [{ items, next, total }, t, tCommon] = await Promise.all([
    listClients(ctx, query),
    getTranslations("clients"),
    getTranslations("common"),
  ]);
  const { cursor: _cursor, ...filters } = query;
  const isNarrowed = Object.values(filters).some(Boolean);
  const isRemoving = search.confirm === "remove";
  const chosen = items.filter(({ id, status }) => status !== "removed" && all("id").includes(id));
  const addNew = (
    <LinkButton href={`${PATH}/new`} look="primary">
      {t("new")}
    </LinkButton>
  );
  const isFirstTime = total === 0 && !isNarrowed;
  return (
    <>
      <Title text={t("title")} ctx={ctx} />
      <PageHeader title={t("title")} intro={t("intro")} actions={isFirstTime ? undefined : addNew} />
      {isFirstTime ? (
        <EmptyState title={t("list.emptyTitle")} text={t("list.emptyText")} action={addNew} />
      ) : (
        <>
          <ListBar
            path={PATH}
            search={query}
            searchLabel={t("list.search")}
            filters={[
              {
                name: "grantType",
                label: t("list.grantType"),
                choices: GRANT_TYPES.map((value) => ({ value, label: tCommon(`grantTypes.${value}`) })),
              },
              {
                name: "status",
                label: t("list.status"),
                all: t("list.notRemoved"),
                choices: CLIENT_STATUSES.map((value) => ({ value, label: tCommon(`status.${value}`) })),
              },
            ]}
          />
          {isRemoving && chosen.length === 0 && (
            <div role="status" className="mb-3">
              <Notice kind="warning">{t("list.noneChosen")}</Notice>
            </div>
          )}
          {total === 0 ? (
            <EmptyState title={t("list.noneFoundTitle")} text={t("list.noneFoundText")} />
          ) : (
            <>
              <ClientTable clients={items} chosen={chosen.map(({ id }) => id)} />
              {items.some(({ status }) => status !== "removed") && <ChosenForm path={PATH} query={query} />}
              <ListFoot path={PATH} search={query} shown={items.length} total={total} next={next} />
            </>
          )}
        </>
      )}
      {isRemoving && chosen.length > 0 && <RemoveDialog clients={chosen} cancelHref={addressOf(PATH, query)} />}
    </>
  );
});
