import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader, Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { readCompany } from "@/lib/companies/read";
import { page } from "@/lib/doors/page";
import { issuerUrl } from "@/lib/env";
import { readLegacyKey } from "@/lib/legacy/read";
import { requireFreshSignIn } from "@/lib/people/may";
import { Connection } from "./_components/connection";
import { Dialog, QUESTIONS } from "./_components/dialogs";

async function ModernWays() {
  const t = await getTranslations("legacy.instead");
  return (
    <>
      <LinkButton href="/connections/oauth-users/new">{t("oauthUser")}</LinkButton>
      <LinkButton href="/connections/tokens/new">{t("token")}</LinkButton>
    </>
  );
}

async function None({ mayManage }: { mayManage: boolean }) {
  const t = await getTranslations("legacy.empty");
  return (
    <Panel>
      <EmptyState title={t("title")} text={t("text")} action={<ModernWays />} />
      {mayManage && (
        <p className="pb-4 text-center text-13 text-ink-3">
          {t("needed")}{" "}
          <LinkButton small look="quiet" href="?confirm=create" scroll={false} prefetch={false}>
            {t("create")}
          </LinkButton>
        </p>
      )}
    </Panel>
  );
}

/** The obsolete way in: one key and one secret for the whole company (F2, F3). */
export default page(async (ctx, { search }) => {
  const [t, { state, mayManage, connection }, company] = await Promise.all([
    getTranslations("legacy"),
    readLegacyKey(ctx),
    readCompany(ctx),
  ]);
  const question = mayManage ? QUESTIONS.find((name) => name === search.confirm) : undefined;
  // Asked for before the dialog, so that nobody reads the terms and is sent away then.
  if (question) requireFreshSignIn(ctx);
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader
        title={t("title")}
        intro={t("intro")}
        status={
          <>
            <StatusBadge status="obsolete" />
            {state === "disabled" && <StatusBadge status="disabled" />}
          </>
        }
      />
      {connection ? (
        <>
          <Notice kind="warning" title={t("warning.title")} className="mb-5">
            <p>{t("warning.text")}</p>
            <div className="mt-3 flex flex-wrap gap-2">
              <ModernWays />
            </div>
          </Notice>
          <Connection {...{ connection, mayManage }} apiUrl={company.apiUrl} issuer={issuerUrl()} />
        </>
      ) : (
        <None mayManage={mayManage} />
      )}
      {question && (
        <Dialog
          question={question}
          used={{ useCount: connection?.useCount ?? 0, lastUsedAt: connection?.lastUsedAt ?? null }}
        />
      )}
    </>
  );
});
