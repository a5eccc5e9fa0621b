import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { When } from "@/components/ui/when";
import type { TokenView } from "@/lib/tokens/personal/read";
import { isEnded } from "./ended";
import { TokenEnd } from "./token-end";
import { TokenPlate } from "./token-plate";

const LIST = "/connections/tokens";

function Name({ token: { id, name, description } }: { token: TokenView }) {
  return (
    // A word without a break must not widen the table.
    <div className="wrap-anywhere md:min-w-36">
      <Link href={`${LIST}/${id}`} className="inline-flex min-h-6 items-center font-semibold">
        <bdi className="min-w-0">{name}</bdi>
      </Link>
      {description && <bdi className="line-clamp-2 text-13 text-ink-3">{description}</bdi>}
    </div>
  );
}

type Props = { tokens: TokenView[]; revokeHref: (token: TokenView) => string };

/** Tokens as a list shows them; those that ended are muted and stay readable. */
export function TokenTable({ tokens, revokeHref }: Props) {
  const [t, tCommon, format] = [useTranslations("tokens"), useTranslations("common"), useFormatter()];
  const columns: Column<TokenView>[] = [
    { key: "name", header: t("columns.name"), names: true, cell: (token) => <Name token={token} /> },
    { key: "token", header: t("columns.token"), cell: ({ hint }) => <TokenPlate hint={hint} /> },
    {
      key: "access",
      header: t("columns.access"),
      cell: ({ access, scopes }) => (access === "general" ? t("general") : t("contextCount", { count: scopes.length })),
    },
    { key: "expires", header: t("columns.expires"), cell: ({ expiresAt }) => <TokenEnd expiresAt={expiresAt} /> },
    {
      key: "lastUsed",
      header: t("columns.lastUsed"),
      cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} /> : tCommon("never")),
    },
    { key: "uses", header: t("columns.uses"), numeric: true, cell: ({ useCount }) => format.number(useCount) },
    { key: "status", header: t("columns.status"), cell: ({ state }) => <StatusBadge status={state.name} /> },
    {
      key: "actions",
      header: tCommon("actions"),
      cell: (token) =>
        isEnded(token) ? null : (
          <LinkButton
            href={revokeHref(token)}
            scroll={false}
            small
            aria-label={t("revokeOne", { name: token.name })}
            className="md:-my-1"
          >
            {t("revoke.short")}
          </LinkButton>
        ),
    },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={tokens} keyOf={({ id }) => id} isMuted={isEnded} />;
}
