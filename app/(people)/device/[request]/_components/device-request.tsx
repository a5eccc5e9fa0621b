import { getFormatter, getTranslations } from "next-intl/server";
import { NotYou } from "@/components/shell/not-you";
import { Title } from "@/components/shell/title";
import { Button } from "@/components/ui/button";
import { DecisionForm } from "@/components/ui/decision-form";
import { Notice } from "@/components/ui/notice";
import type { DeviceView } from "@/lib/oauth/device/read";
import { Abilities } from "./abilities";
import { Comparison } from "./comparison";

const strong = (text: string) => () => <bdi className="break-words font-semibold text-ink">{text}</bdi>;

/** Which device, by its code; who would get access to what; then Deny and Allow, alike. */
export async function DeviceRequest({ asked }: { asked: DeviceView }) {
  const [t, format] = await Promise.all([getTranslations("device"), getFormatter()]);
  const { id, userCode, client, company, person, isMember, scopes, csrf, expiresAt } = asked;
  const canAllow = isMember && scopes.length > 0;
  const names = { app: strong(client.name), company: strong(company.name) };
  return (
    <>
      <Title text={t("requestTitle", { app: client.name })} company={company.name} />
      <h1 className="text-center text-20 font-normal md:text-28">{t.rich("heading", names)}</h1>
      {client.siteUrl && (
        <p className="mt-2 text-center text-13 text-ink-3">
          <bdi className="break-words">{new URL(client.siteUrl).host}</bdi>
        </p>
      )}
      {client.description && <p className="mx-auto mt-3 max-w-[56ch] text-center text-ink-2">{client.description}</p>}
      <div className="mt-5 flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-center text-13 text-ink-2">
        <p>{t.rich("signedInAs", { person: strong(`${person.name} (${person.email})`) })}</p>
        <NotYou label={t("notYou")} to={`/device?${new URLSearchParams({ user_code: userCode })}`} />
      </div>
      <div className="mt-8 space-y-6">
        <Comparison userCode={userCode} />
        {!isMember && (
          <Notice kind="warning" title={t.rich("notMemberTitle", names)}>
            {t("notMemberText")}
          </Notice>
        )}
        {isMember && !canAllow && <Notice kind="warning">{t("nothingOffered")}</Notice>}
        {canAllow && <Abilities scopes={scopes} client={client} />}
      </div>
      <DecisionForm action="/oauth/device/decide">
        <input type="hidden" name="request" value={id} />
        <input type="hidden" name="csrf" value={csrf} />
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
          {t("expires", { time: format.dateTime(expiresAt, { timeStyle: "short" }) })}
        </p>
      </DecisionForm>
    </>
  );
}
