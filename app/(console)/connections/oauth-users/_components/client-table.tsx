import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { KeyPlate } from "@/components/ui/key-plate";
import { When } from "@/components/ui/when";
import type { ClientView } from "@/lib/clients/list";
import { CHOSEN_FORM } from "./chosen-form";
import { ClassicBadge } from "./classic";
import { ClientMarks } from "./client-marks";

const SECRET_PREFIX = "pst_cs_";

function NameCell({ client }: { client: ClientView }) {
  const { id, name, description, isClassic } = client;
  return (
    <>
      <Link
        href={`/connections/oauth-users/${id}`}
        className="inline-block min-h-6 py-0.5 font-semibold [overflow-wrap:anywhere]"
      >
        <bdi>{name}</bdi>
      </Link>
      {description && <bdi className="line-clamp-2 text-13 text-ink-3 [overflow-wrap:anywhere]">{description}</bdi>}
      <span className="flex flex-wrap gap-x-3">
        {isClassic && <ClassicBadge />}
        <ClientMarks client={client} />
      </span>
    </>
  );
}

/** The key, and the secrets under it by what tells them apart. */
function KeyCell({ client: { key, name, liveSecrets } }: { client: ClientView }) {
  const t = useTranslations("clients.list");
  return (
    <span className="flex flex-col items-start gap-1">
      <KeyPlate value={key} copyLabel={t("copyKey", { name })} className="md:whitespace-nowrap" />
      {liveSecrets.length === 0 && <span className="text-13 text-ink-3">{t("noSecret")}</span>}
      {liveSecrets.map(({ hint }) => (
        <KeyPlate key={hint} prefix={SECRET_PREFIX} hint={hint} />
      ))}
    </span>
  );
}

function AuthorizationsCell({ client: { id, name, liveAuthorizations: count } }: { client: ClientView }) {
  const t = useTranslations("clients.list");
  const format = useFormatter();
  if (count === 0) return format.number(0);
  return (
    <Link
      href={`/connections/authorizations?${new URLSearchParams({ clientId: id, status: "live" })}`}
      aria-label={t("authorizationsOf", { name, count })}
      className="inline-flex min-h-6 min-w-6 items-center md:justify-end"
    >
      {format.number(count)}
    </Link>
  );
}

function useColumns(): Column<ClientView>[] {
  const t = useTranslations("clients");
  const tCommon = useTranslations("common");
  return [
    { key: "name", header: t("list.name"), names: true, cell: (client) => <NameCell client={client} /> },
    { key: "key", header: t("list.keyAndSecret"), cell: (client) => <KeyCell client={client} /> },
    {
      key: "grantType",
      header: t("list.grantTypeAndGroup"),
      cell: ({ grantType, group }) => (
        <>
          {tCommon(`grantTypes.${grantType}`)}
          <bdi className="block text-13 text-ink-3">{group.name}</bdi>
        </>
      ),
    },
    {
      key: "authorizations",
      header: t("list.authorizations"),
      numeric: true,
      cell: (client) => <AuthorizationsCell client={client} />,
    },
    {
      key: "lastUsed",
      header: t("list.lastUsed"),
      cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} /> : tCommon("never")),
    },
    { key: "status", header: t("list.status"), cell: ({ status }) => <StatusBadge status={status} /> },
  ];
}

/** One row an OAuth user, with a check box that belongs to the form below the table. */
export function ClientTable({ clients, chosen }: { clients: ClientView[]; chosen: string[] }) {
  const t = useTranslations("clients");
  return (
    <DataTable
      caption={t("title")}
      columns={useColumns()}
      rows={clients}
      keyOf={({ id }) => id}
      isMuted={({ status }) => status !== "active"}
      pick={{
        header: t("list.choose"),
        cell: ({ id, name, status }) =>
          status !== "removed" && (
            <label className="inline-flex min-h-9 min-w-6 items-center">
              <input
                type="checkbox"
                name="id"
                value={id}
                form={CHOSEN_FORM}
                aria-label={t("list.chooseOne", { name })}
                defaultChecked={chosen.includes(id)}
              />
            </label>
          ),
      }}
    />
  );
}
