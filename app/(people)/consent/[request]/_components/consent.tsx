import { getFormatter, getTranslations } from "next-intl/server";
import { NotYou } from "@/components/shell/not-you";
import { Title } from "@/components/shell/title";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ConsentView } from "@/lib/oauth/consent";
import { Abilities } from "./abilities";
import { Between } from "./between";
import { DecisionForm } from "./decision-form";
import { Terms } from "./terms";

const strong = (text: string) => () => <bdi className="break-words font-semibold text-ink">{text}</bdi>;

/** Who would get access to what, for how long, and where the answer goes; then Deny and Allow, alike. */
export async function Consent({ asked, proof }: { asked: ConsentView; proof: URLSearchParams }) {
  const [t, format] = await Promise.all([getTranslations("consent"), getFormatter()]);
  const { client, company, person, isMember, redirect, scopes } = asked;
  const canAllow = isMember && scopes.length > 0;
  const names = { app: strong(client.name), company: strong(company.name) };
  return (
    <>
      <Title text={t("title", { app: client.name })} company={company.name} />
      <Between app={client} company={company.name} />
      <h1 className="text-center text-20 font-normal md:text-28">{t.rich("heading", names)}</h1>
      {client.description && <p className="mx-auto mt-3 max-w-[56ch] text-center text-ink-2">{client.description}</p>}
      <div className="mt-5 flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-center text-13 text-ink-2">
        <p>{t.rich("signedInAs", { person: strong(`${person.name} (${person.email})`) })}</p>
        <NotYou label={t("notYou")} to={`/consent/${asked.id}?${proof}`} />
      </div>
      <div className="mt-8 space-y-6">
        {!isMember && (
          <Notice kind="warning" title={t.rich("notMemberTitle", names)}>
            {t("notMemberText")}
          </Notice>
        )}
        {isMember && !canAllow && <Notice kind="warning">{t("nothingOffered")}</Notice>}
        {canAllow && <Abilities scopes={scopes} />}
        {canAllow && <Terms client={client} />}
        {redirect.isLoopback && <Notice kind="warning">{t("loopback")}</Notice>}
      </div>
      <DecisionForm>
        <input type="hidden" name="request" value={asked.id} />
        <input type="hidden" name="csrf" value={asked.csrf} />
        <p className="mb-4 text-center text-ink-2">{t.rich("goesBack", { host: strong(redirect.host) })}</p>
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
      </DecisionForm>
    </>
  );
}
