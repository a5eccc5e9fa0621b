import { useTranslations } from "next-intl";
import { Button, LinkButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { KeyPlate } from "@/components/ui/key-plate";
import { Facts, Panel } from "@/components/ui/layout";
import { Exactly, When } from "@/components/ui/when";
import type { LegacyView } from "@/lib/legacy/read";
import { enableConnection } from "../actions";

type Connection = NonNullable<LegacyView["connection"]>;
type Props = { connection: Connection; mayManage: boolean; apiUrl: string | null; issuer: string };

/** Never the secret, not even its length: dots whose number tells nothing. */
function Secret({ mayManage }: { mayManage: boolean }) {
  const t = useTranslations("legacy");
  return (
    <span className="flex flex-wrap items-center gap-3">
      <KeyPlate hint="" />
      {mayManage ? (
        <LinkButton small href="?confirm=reveal" scroll={false} prefetch={false}>
          {t("reveal.open")}
        </LinkButton>
      ) : (
        <span className="text-13 text-ink-3">{t("ownerReveals")}</span>
      )}
    </span>
  );
}

function KeyFacts({ connection, mayManage, apiUrl }: Omit<Props, "issuer">) {
  const t = useTranslations("legacy.facts");
  const { key, createdAt, rotatedAt, lastUsedAt, useCount } = connection;
  const never = useTranslations("common")("never");
  return (
    <Facts
      rows={[
        ...(apiUrl
          ? [{ key: "url", term: t("baseUrl"), value: <KeyPlate value={apiUrl} copyLabel={t("copyBaseUrl")} /> }]
          : []),
        { key: "key", term: t("key"), value: <KeyPlate value={key} copyLabel={t("copyKey")} /> },
        { key: "secret", term: t("secret"), value: <Secret mayManage={mayManage} /> },
        { key: "header", term: t("header"), value: <KeyPlate prefix={"Authorization: Basic\u00a0"} hint="" /> },
        { key: "created", term: t("created"), value: <Exactly at={createdAt} /> },
        { key: "rotated", term: t("rotated"), value: rotatedAt ? <Exactly at={rotatedAt} /> : never },
        { key: "used", term: t("lastUsed"), value: lastUsedAt ? <When at={lastUsedAt} /> : never },
        { key: "uses", term: t("uses"), value: t("useCount", { count: useCount }) },
      ]}
    />
  );
}

function Manage({ isDisabled }: { isDisabled: boolean }) {
  const t = useTranslations("legacy");
  return (
    <Panel title={t("manage.title")}>
      <div className="grid gap-4 md:grid-cols-2">
        <div className="space-y-3">
          <p className="text-ink-2">{t("manage.rotate")}</p>
          <LinkButton href="?confirm=rotate" scroll={false} prefetch={false}>
            {t("rotate.submit")}
          </LinkButton>
        </div>
        {isDisabled ? (
          <form action={enableConnection} className="space-y-3">
            <p className="text-ink-2">{t("manage.enable")}</p>
            <Button type="submit">{t("enable")}</Button>
          </form>
        ) : (
          <div className="space-y-3">
            <p className="text-ink-2">{t("manage.disable")}</p>
            <LinkButton href="?confirm=disable" scroll={false} prefetch={false}>
              {t("disable.submit")}
            </LinkButton>
          </div>
        )}
      </div>
    </Panel>
  );
}

const sampleOf = (issuer: string): string => `curl -u "$API_KEY:$API_SECRET" ${issuer}/open/me`;

/** The one key and secret of the company: what is known of them, how they are sent, and what an owner can do. */
export function Connection({ issuer, ...rest }: Props) {
  const t = useTranslations("legacy");
  return (
    <div className="space-y-5">
      <Panel title={t("facts.title")}>
        <KeyFacts {...rest} />
      </Panel>
      <Panel title={t("sample.title")} intro={t("sample.intro")}>
        <CodeBlock name="curl" code={sampleOf(issuer)} label={t("sample.copy")} />
      </Panel>
      {rest.mayManage && <Manage isDisabled={rest.connection.disabledAt !== null} />}
    </div>
  );
}
