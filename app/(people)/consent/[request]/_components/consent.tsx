import { getFormatter, getTranslations } from "next-intl/server";
import { NotYou } from "@/components/shell/not-you";
import { Title } from "@/components/shell/title";
import { Button } from "@/components/ui/button";
import { DecisionForm } from "@/components/ui/decision-form";
import { Notice } from "@/components/ui/notice";
import type { ConsentView } from "@/lib/oauth/consent";
import { Abilities, Limits } from "./abilities";
import { Between } from "./between";
import { Lasting } from "./lasting";
import { Maker } from "./maker";
import { Terms } from "./terms";

const strong = (text: string) => () => <bdi className="break-words font-semibold text-ink">{text}</bdi>;

/** Who asks, who makes it, and who is asked. */
async function Heading({ asked, proof }: { asked: ConsentView; proof: URLSearchParams }) {
  const t = await getTranslations("consent");
  const { client, company, person } = asked;
  return (
    <>
      <Between app={client} company={company.name} />
      <h1 className="text-center text-20 font-normal md:text-28">
        {t.rich("heading", { app: strong(client.name), company: strong(company.name) })}
      </h1>
      {client.description && <p className="mx-auto mt-3 max-w-[56ch] text-center text-ink-2">{client.description}</p>}
      <Maker client={client} company={company} />
      <div className="mt-5 flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-center text-13 text-ink-2">
        <p>{t.rich("signedInAs", { person: strong(`${person.name} (${person.email})`) })}</p>
        <NotYou label={t("notYou")} to={`/consent/${asked.id}?${proof}`} />
      </div>
    </>
  );
}

/** Deny and Allow, alike, and where the answer goes. */
async function Buttons({ asked, canAllow }: { asked: ConsentView; canAllow: boolean }) {
  const [t, format] = await Promise.all([getTranslations("consent"), getFormatter()]);
  return (
    <div className="border-line border-t pt-6">
      <p className="mb-4 text-center text-ink-2">{t.rich("goesBack", { host: strong(asked.redirect.host) })}</p>
      <div className={canAllow ? "grid grid-cols-2 gap-3" : "grid"}>
        <Button type="submit" name="decision" value="deny">
          {t("deny")}
        </Button>
        {canAllow && (
          <Button type="submit" name="decision" value="allow" look="primary">
            {t("allow")}
          </Button>
        )}
      </div>
      <p className="mt-4 text-center text-13 text-ink-3">
        {t("expires", { time: format.dateTime(asked.expiresAt, { timeStyle: "short" }) })}
      </p>
    </div>
  );
}

/** Who would get access to what, for how long, and where the answer goes; then Deny and Allow, alike. */
export async function Consent({ asked, proof }: { asked: ConsentView; proof: URLSearchParams }) {
  const t = await getTranslations("consent");
  const { client, company, isMember, redirect, scopes, includeProblem, hasProblems } = asked;
  const canAllow = isMember && scopes.length > 0;
  return (
    <>
      <Title text={t("title", { app: client.name })} company={company.name} />
      <Heading asked={asked} proof={proof} />
      <DecisionForm action="/oauth/decide">
        <input type="hidden" name="request" value={asked.id} />
        <input type="hidden" name="csrf" value={asked.csrf} />
        {hasProblems && (
          <div id="problems" tabIndex={-1} role="alert">
            <Notice kind="danger" title={t("problemsTitle")}>
              {t("problemsText")}
            </Notice>
          </div>
        )}
        {!isMember && (
          <Notice kind="warning" title={t.rich("notMemberTitle", { company: strong(company.name) })}>
            {t("notMemberText")}
          </Notice>
        )}
        {isMember && !canAllow && <Notice kind="warning">{t("nothingOffered")}</Notice>}
        {canAllow && <Abilities scopes={scopes} includeProblem={includeProblem} />}
        {canAllow && <Limits />}
        {canAllow && <Lasting isShort={asked.isShort} shortEndsAt={asked.shortEndsAt} />}
        {canAllow && <Terms client={client} />}
        {redirect.isLoopback && <Notice kind="warning">{t("loopback")}</Notice>}
        <Buttons asked={asked} canAllow={canAllow} />
      </DecisionForm>
    </>
  );
}
