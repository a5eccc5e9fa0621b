import { useFormatter, useTranslations } from "next-intl";
import { Facts } from "@/components/ui/layout";
import { Exactly } from "@/components/ui/when";
import type { TokenDetail } from "@/lib/tokens/personal/read";
import { TokenEnd } from "../../_components/token-end";
import { TokenPlate } from "../../_components/token-plate";

/** What is known of a token, at one glance. */
export function TokenFacts({ token, company }: { token: TokenDetail; company: string }) {
  const [t, tCommon, format] = [useTranslations("tokens"), useTranslations("common"), useFormatter()];
  const { hint, description, access, scopes, maker, expiresAt, lastUsedAt, useCount } = token;
  return (
    <Facts
      rows={[
        { key: "token", term: t("columns.token"), value: <TokenPlate hint={hint} /> },
        ...(description
          ? [
              {
                key: "description",
                term: t("form.description"),
                value: <bdi className="whitespace-pre-line break-words">{description}</bdi>,
              },
            ]
          : []),
        { key: "company", term: t("form.company"), value: <bdi>{company}</bdi> },
        {
          key: "access",
          term: t("columns.access"),
          value: access === "general" ? t("general") : t("contextCount", { count: scopes.length }),
        },
        { key: "maker", term: t("detail.actsFor"), value: <bdi>{maker.name}</bdi> },
        { key: "expires", term: t("columns.expires"), value: <TokenEnd expiresAt={expiresAt} exactly /> },
        {
          key: "lastUsed",
          term: t("columns.lastUsed"),
          value: lastUsedAt ? <Exactly at={lastUsedAt} /> : tCommon("never"),
        },
        { key: "uses", term: t("detail.uses"), value: format.number(useCount) },
      ]}
    />
  );
}
