import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Exactly } from "@/components/ui/when";
import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { jwkNames } from "@/lib/clients/jwk-set";
import type { ClientDetail } from "@/lib/clients/read";

export type Row = { key: string; term: string; value: ReactNode };
export type Known = { client: ClientDetail };

/** One a line, as machines compare them. */
export function Lines({ of }: { of: readonly string[] }) {
  return (
    <ul className="space-y-1">
      {of.map((line) => (
        <li key={line} className="break-all font-mono text-13">
          {line}
        </li>
      ))}
    </ul>
  );
}

/** What is set otherwise than it is for most. */
export function useSettings({ client }: Known): (Row | false | null)[] {
  const t = useTranslations("clients");
  const { isPublic, authMethod, jwks, jwksUri, additionalGrantTypes, optionalScopes, postLogoutRedirectUris } = client;
  const hasKey = authMethod === "private_key_jwt";
  const lines = (key: string, term: string, of: readonly string[]): Row | false =>
    of.length > 0 && { key, term, value: <Lines of={of} /> };
  return [
    !isPublic && { key: "authMethod", term: t("form.authMethod"), value: t(`form.${authMethod}`) },
    hasKey && lines("jwks", t("form.jwks"), jwkNames(jwks)),
    hasKey && jwksUri !== null && lines("jwksUri", t("form.jwks"), [jwksUri]),
    additionalGrantTypes.length > 0 && {
      key: "additional",
      term: t("form.additional"),
      value: additionalGrantTypes.map((type) => t(type === DEVICE_CODE ? "form.device" : "form.exchange")).join(", "),
    },
    client.requiresPar && { key: "requiresPar", term: t("form.requiresPar"), value: t("detail.yes") },
    client.requiresDpop && { key: "requiresDpop", term: t("form.requiresDpop"), value: t("detail.yes") },
    lines("optional", t("form.optional"), optionalScopes),
    lines("postLogout", t("form.postLogout"), postLogoutRedirectUris),
    client.idTokenAlgorithm !== "RS256" && {
      key: "idToken",
      term: t("form.idTokenAlgorithm"),
      value: client.idTokenAlgorithm,
    },
  ];
}

/** Who described it, and who has looked at it. */
export function useOrigin({ client }: Known): (Row | false | null)[] {
  const t = useTranslations("clients.detail");
  const { origin, documentUrl, documentFetchedAt, verifiedAt, verifiedBy } = client;
  const n = (name: ReactNode) => <bdi>{name}</bdi>;
  return [
    origin === "dynamic" && { key: "origin", term: t("origin"), value: t("dynamic") },
    documentUrl !== null && { key: "document", term: t("document"), value: <Lines of={[documentUrl]} /> },
    documentFetchedAt !== null && { key: "fetched", term: t("fetched"), value: <Exactly at={documentFetchedAt} /> },
    verifiedAt !== null && {
      key: "verified",
      term: t("verified"),
      value: (
        <>
          <Exactly at={verifiedAt} />
          {verifiedBy && <span className="block text-ink-3">{t.rich("by", { name: verifiedBy.name, n })}</span>}
        </>
      ),
    },
  ];
}
