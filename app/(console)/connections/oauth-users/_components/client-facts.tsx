import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { KeyPlate } from "@/components/ui/key-plate";
import { Facts, Panel } from "@/components/ui/layout";
import { Exactly } from "@/components/ui/when";
import { type Known, Lines, type Row, useOrigin, useSettings } from "./client-settings";

/** An address that was registered as https, or http to the reader's own machine: nothing else is ever stored. */
function Address({ url }: { url: string }) {
  const t = useTranslations("clients.detail");
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="break-all">
      {url} <span className="sr-only">{t("newTab")}</span>
    </a>
  );
}

function useIdentity({ client }: Known): (Row | false | null)[] {
  const t = useTranslations("clients");
  const tCommon = useTranslations("common");
  const { grantType, isPublic, redirectUris, siteUrl, privacyPolicyUrl, licenceUrl, resourceServer } = client;
  const isForPeople = grantType === "authorization_code";
  const address = (key: "siteUrl" | "privacyPolicyUrl" | "licenceUrl", url: string | null): Row | false =>
    url !== null && { key, term: t(`form.${key}`), value: <Address url={url} /> };
  return [
    {
      key: "key",
      term: t("created.key"),
      value: <KeyPlate value={client.key} copyLabel={t("created.copyKey")} />,
    },
    { key: "grantType", term: t("form.grantType"), value: tCommon(`grantTypes.${grantType}`) },
    isForPeople && { key: "kind", term: t("detail.kind"), value: t(isPublic ? "form.app" : "form.server") },
    isForPeople && {
      key: "redirectUris",
      term: t("form.callbackUrls"),
      value: redirectUris.length > 0 ? <Lines of={redirectUris} /> : t("detail.callbackNone"),
    },
    address("siteUrl", siteUrl),
    address("privacyPolicyUrl", privacyPolicyUrl),
    address("licenceUrl", licenceUrl),
    resourceServer && { key: "api", term: t("form.resourceServer"), value: <bdi>{resourceServer.name}</bdi> },
  ];
}

function useHistory({ client }: Known): (Row | false | null)[] {
  const t = useTranslations("clients");
  const tCommon = useTranslations("common");
  const format = useFormatter();
  const { id, liveAuthorizations: count, createdAt, createdBy, lastUsedAt, useCount, disabledAt, removedAt } = client;
  const authorizations = t("detail.authorizations", { count });
  return [
    {
      key: "authorizations",
      term: t("list.authorizations"),
      value:
        count === 0 ? (
          authorizations
        ) : (
          <Link href={`/connections/authorizations?${new URLSearchParams({ clientId: id, status: "live" })}`}>
            {authorizations}
          </Link>
        ),
    },
    {
      key: "created",
      term: t("detail.created"),
      value: (
        <>
          <Exactly at={createdAt} />
          {createdBy && (
            <span className="block text-ink-3">
              {t.rich("detail.createdBy", { name: createdBy.name, n: (name) => <bdi>{name}</bdi> })}
            </span>
          )}
        </>
      ),
    },
    {
      key: "lastUsed",
      term: t("list.lastUsed"),
      value: lastUsedAt ? <Exactly at={lastUsedAt} /> : tCommon("never"),
    },
    { key: "uses", term: t("detail.uses"), value: format.number(useCount) },
    disabledAt !== null && { key: "disabled", term: t("detail.disabledAt"), value: <Exactly at={disabledAt} /> },
    removedAt !== null && { key: "removed", term: t("detail.removedAt"), value: <Exactly at={removedAt} /> },
  ];
}

/** What was said of the client when it was made, and what became of it. */
export function ClientFacts({ client }: Known) {
  const t = useTranslations("clients.detail");
  const all = [
    ...useIdentity({ client }),
    ...useSettings({ client }),
    ...useOrigin({ client }),
    ...useHistory({ client }),
  ];
  const rows = all.filter((row) => row !== false && row !== null);
  return (
    <Panel title={t("facts")}>
      <Facts rows={rows} />
    </Panel>
  );
}
