import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { When } from "@/components/ui/when";
import type { DescribedGrant } from "@/lib/grants/view";
import { statusOf } from "./status";

const LIST = "/connections/authorizations";
const NAMED = 2;

function Name({ grant: { id, client } }: { grant: DescribedGrant }) {
  return (
    // A word without a break must not widen the table.
    <div className="wrap-anywhere md:min-w-40">
      <Link href={`${LIST}/${id}`} className="inline-flex min-h-6 items-center font-semibold">
        <bdi className="min-w-0">{client.name}</bdi>
      </Link>
      {client.description && <bdi className="line-clamp-2 text-13 text-ink-3">{client.description}</bdi>}
    </div>
  );
}

/** Who allowed it; an application that acts as itself was given its access by an administrator. */
function Person({ grant: { person } }: { grant: DescribedGrant }) {
  const t = useTranslations("grants");
  if (!person) return <span className="text-ink-3">{t("itself")}</span>;
  return <bdi className="block wrap-anywhere md:min-w-24">{person.name}</bdi>;
}

/** How many contexts there are, and the first of them by name. */
function Contexts({ grant: { scopes, described } }: { grant: DescribedGrant }) {
  const t = useTranslations("grants");
  const [format, locale] = [useFormatter(), useLocale()];
  const names = described.slice(0, NAMED).map((scope) => scope.names[locale]);
  const rest = scopes.length - names.length;
  const shown = rest > 0 && names.length > 0 ? [...names, t("more", { count: rest })] : names;
  return (
    <>
      <span className="block">{t("contextCount", { count: scopes.length })}</span>
      {shown.length > 0 && <span className="block text-13 text-ink-3">{format.list(shown, { type: "unit" })}</span>}
    </>
  );
}

/** Authorizations as a list shows them, each that stands with a box to choose it. */
export function GrantTable({ grants }: { grants: DescribedGrant[] }) {
  const [t, tCommon] = [useTranslations("grants"), useTranslations("common")];
  const columns: Column<DescribedGrant>[] = [
    { key: "name", header: t("columns.name"), names: true, cell: (grant) => <Name grant={grant} /> },
    { key: "person", header: t("columns.person"), cell: (grant) => <Person grant={grant} /> },
    { key: "contexts", header: t("columns.contexts"), cell: (grant) => <Contexts grant={grant} /> },
    { key: "granted", header: t("columns.granted"), cell: ({ createdAt }) => <When at={createdAt} /> },
    {
      key: "lastAccess",
      header: t("columns.lastAccess"),
      cell: ({ lastAccessAt }) => (lastAccessAt ? <When at={lastAccessAt} /> : tCommon("never")),
    },
    { key: "grantType", header: t("columns.grantType"), cell: ({ grantType }) => tCommon(`grantTypes.${grantType}`) },
    { key: "ends", header: t("columns.ends"), cell: ({ expiresAt }) => expiresAt && <When at={expiresAt} /> },
    { key: "status", header: t("columns.status"), cell: (grant) => <StatusBadge status={statusOf(grant)} /> },
  ];
  const nameOf = ({ client, person }: DescribedGrant) =>
    person ? t("chooseFor", { app: client.name, person: person.name }) : t("chooseOne", { app: client.name });
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={grants}
      keyOf={({ id }) => id}
      isMuted={({ status }) => status !== "live"}
      pick={{
        header: t("choose"),
        cell: (grant) =>
          grant.status === "live" && (
            <span className="inline-flex size-6 items-center justify-center">
              <input type="checkbox" name="id" value={grant.id} aria-label={nameOf(grant)} />
            </span>
          ),
      }}
    />
  );
}
