import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { PageHeader, Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/doors/page";
import { readGrant } from "@/lib/grants/read";
import { grantIdSchema } from "@/lib/grants/schema";
import type { DescribedGrant } from "@/lib/grants/view";
import { ContextList, type ListedContext } from "../../_components/context-list";
import { RevokeDialog } from "../_components/revoke-dialog";
import { statusOf } from "../_components/status";
import { restore } from "../actions";
import { GrantFacts } from "./_components/grant-facts";
import { GrantHistory } from "./_components/grant-history";

const LIST = "/connections/authorizations";

/** Those that are offered, in words, and then those that are not at the moment. */
const contextsOf = ({ scopes, described }: DescribedGrant): ListedContext[] => [
  ...described,
  ...scopes
    .filter((key) => described.every((scope) => scope.key !== key))
    .map((key) => ({ key, names: null, level: null })),
];

/** What an admin gave, an admin can give back, as long as the application is there to take it. */
async function GiveBack({ grant: { id, grantType, status, client } }: { grant: DescribedGrant }) {
  const t = await getTranslations("grants.restore");
  if (status !== "revoked" || grantType !== "client_credentials" || client.isRemoved) return null;
  if (client.isDisabled) return <Notice className="mb-6">{t("clientDisabled")}</Notice>;
  return (
    <Panel title={t("title")} intro={t("text")} className="mb-6">
      <ActionForm action={restore}>
        <input type="hidden" name="id" value={id} />
        <SubmitButton look="secondary">{t("submit")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

async function State({ grant }: { grant: DescribedGrant }) {
  const t = await getTranslations("grants.detail");
  if (statusOf(grant) !== "disabled") return null;
  return (
    <Notice kind="warning" className="mb-6">
      {t("clientDisabled")}
    </Notice>
  );
}

/** One authorization: who lets whom in, to what, and what happened to it. */
export default page(async (ctx, { params, search }) => {
  const asked = grantIdSchema.safeParse(params);
  if (!asked.success) notFound();
  const [grant, t] = await Promise.all([readGrant(ctx, asked.data), getTranslations("grants")]);
  const path = `${LIST}/${grant.id}`;
  const isLive = grant.status === "live";
  return (
    <>
      <Title text={t("detail.title", { app: grant.client.name })} ctx={ctx} />
      <PageHeader
        title={<bdi>{grant.client.name}</bdi>}
        intro={grant.client.description && <bdi>{grant.client.description}</bdi>}
        status={<StatusBadge status={statusOf(grant)} />}
        actions={
          isLive && (
            <LinkButton href={`${path}?confirm=revoke`} scroll={false} look="danger">
              {t("revoke.submit", { count: 1 })}
            </LinkButton>
          )
        }
      />
      <State grant={grant} />
      <GiveBack grant={grant} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="space-y-6">
          <Panel title={t("detail.facts")}>
            <GrantFacts grant={grant} />
          </Panel>
          <Panel title={t("detail.contexts")}>
            <ContextList contexts={contextsOf(grant)} />
          </Panel>
        </div>
        <Panel title={t("history.title")}>
          <GrantHistory grant={grant} />
        </Panel>
      </div>
      {isLive && search.confirm === "revoke" && (
        <RevokeDialog grants={[grant]} cancelHref={path} doneHref={`${path}?done=authorizationRevoked`} />
      )}
    </>
  );
});
