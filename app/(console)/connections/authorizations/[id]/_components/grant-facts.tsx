import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { KeyPlate } from "@/components/ui/key-plate";
import { Facts } from "@/components/ui/layout";
import { Exactly } from "@/components/ui/when";
import type { GrantView } from "@/lib/grants/view";

function Client({ client: { id, name, isRemoved } }: Pick<GrantView, "client">) {
  if (isRemoved) return <bdi>{name}</bdi>;
  return (
    <Link href={`/connections/oauth-users/${id}`}>
      <bdi>{name}</bdi>
    </Link>
  );
}

/** What is known of an authorization, at one glance. */
export function GrantFacts({ grant }: { grant: GrantView }) {
  const [t, tCommon, format] = [useTranslations("grants"), useTranslations("common"), useFormatter()];
  const { client, person, company, grantType, createdAt, expiresAt, lastAccessAt, useCount } = grant;
  return (
    <Facts
      rows={[
        { key: "client", term: t("filters.client"), value: <Client client={client} /> },
        {
          key: "key",
          term: t("detail.key"),
          value: <KeyPlate value={client.key} copyLabel={t("detail.copyKey")} />,
        },
        {
          key: "person",
          term: t("columns.person"),
          value: person ? (
            <>
              <bdi>{person.name}</bdi> <span className="break-all text-ink-3">{person.email}</span>
            </>
          ) : (
            t("itself")
          ),
        },
        { key: "company", term: t("detail.company"), value: <bdi>{company.name}</bdi> },
        { key: "grantType", term: t("columns.grantType"), value: tCommon(`grantTypes.${grantType}`) },
        { key: "granted", term: t("columns.granted"), value: <Exactly at={createdAt} /> },
        {
          key: "ends",
          term: t("columns.ends"),
          value: expiresAt ? <Exactly at={expiresAt} /> : t("detail.untilTakenBack"),
        },
        {
          key: "lastAccess",
          term: t("columns.lastAccess"),
          value: lastAccessAt ? <Exactly at={lastAccessAt} /> : tCommon("never"),
        },
        { key: "uses", term: t("detail.uses"), value: format.number(useCount) },
      ]}
    />
  );
}
