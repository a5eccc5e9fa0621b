import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { PageHeader, Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/doors/page";
import { readToken, type TokenDetail } from "@/lib/tokens/personal/read";
import { tokenIdSchema } from "@/lib/tokens/personal/schema";
import { ContextList } from "../../_components/context-list";
import { isEnded } from "../_components/ended";
import { RevokeDialog } from "../_components/revoke-dialog";
import { againHref } from "./_components/again";
import { TokenFacts } from "./_components/token-facts";
import { TokenHistory } from "./_components/token-history";

const LIST = "/connections/tokens";

async function Actions({ token }: { token: TokenDetail }) {
  const t = await getTranslations("tokens");
  return (
    <>
      <LinkButton href={againHref(token)}>{t("detail.again")}</LinkButton>
      {!isEnded(token) && (
        <LinkButton href={`${LIST}/${token.id}?confirm=revoke`} scroll={false} look="danger">
          {t("revoke.submit")}
        </LinkButton>
      )}
    </>
  );
}

async function State({ token: { state, maker } }: { token: TokenDetail }) {
  const t = await getTranslations("tokens.suspended");
  if (state.name !== "suspended") return null;
  return (
    <Notice kind="warning" title={t("title")} className="mb-6">
      {t.rich(state.reason, { n: () => <bdi>{maker.name}</bdi> })}
    </Notice>
  );
}

/** One token: what it is, what it may do, and what happened to it. */
export default page(async (ctx, { params, search }) => {
  const asked = tokenIdSchema.safeParse(params);
  if (!asked.success) notFound();
  const [token, t] = await Promise.all([readToken(ctx, asked.data), getTranslations("tokens")]);
  const path = `${LIST}/${token.id}`;
  const company = ctx.actor.kind === "person" ? (ctx.actor.membership?.companyName ?? "") : "";
  return (
    <>
      <Title text={token.name} ctx={ctx} />
      <PageHeader
        title={<bdi>{token.name}</bdi>}
        status={<StatusBadge status={token.state.name} />}
        actions={<Actions token={token} />}
      />
      <State token={token} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="space-y-6">
          <Panel title={t("detail.facts")}>
            <TokenFacts token={token} company={company} />
          </Panel>
          <Panel title={t("form.contexts")}>
            {token.access === "general" ? (
              <p className="text-ink-2">{t("form.generalHint")}</p>
            ) : (
              <ContextList contexts={token.contexts} />
            )}
          </Panel>
        </div>
        <Panel title={t("history.title")}>
          <TokenHistory token={token} />
        </Panel>
      </div>
      {search.confirm === "revoke" && !isEnded(token) && (
        <RevokeDialog token={token} cancelHref={path} doneHref={`${path}?done=tokenRevoked`} />
      )}
    </>
  );
});
