import { useTranslations } from "next-intl";
import { type Status, StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { KeyPlate } from "@/components/ui/key-plate";
import { Panel } from "@/components/ui/layout";
import { addressOf } from "@/components/ui/list-bar";
import { Exactly, When } from "@/components/ui/when";
import type { ClientDetail, SecretView } from "@/lib/clients/read";
import { isLiveSecret, MOST_SECRETS, type SecretState } from "@/lib/clients/rules";

const BADGES: Record<SecretState, Status> = {
  active: "active",
  ending: "expiring",
  ended: "expired",
  revoked: "revoked",
};

type Shown = { client: ClientDetail; live: SecretView[] };

/** The last that lives cannot be ended, so there is nothing to do with one alone. */
function useActions({ client, live }: Shown): Column<SecretView>[] {
  const t = useTranslations("clients.secrets");
  const tCommon = useTranslations("common");
  if (client.status === "removed" || live.length < 2) return [];
  return [
    {
      key: "actions",
      header: tCommon("actions"),
      cell: ({ id, hint }) =>
        live.some((secret) => secret.id === id) && (
          <LinkButton
            href={addressOf(`/connections/oauth-users/${client.id}`, { confirm: "end-secret", secret: id })}
            scroll={false}
            small
            aria-label={t("endOne", { hint })}
          >
            {t("end")}
          </LinkButton>
        ),
    },
  ];
}

function useColumns(shown: Shown): Column<SecretView>[] {
  const t = useTranslations("clients.secrets");
  const tCommon = useTranslations("common");
  return [
    { key: "secret", header: t("secret"), names: true, cell: ({ hint }) => <KeyPlate prefix="pst_cs_" hint={hint} /> },
    { key: "created", header: t("created"), cell: ({ createdAt }) => <When at={createdAt} /> },
    {
      key: "lastUsed",
      header: t("lastUsed"),
      cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} /> : tCommon("never")),
    },
    {
      key: "ends",
      header: t("ends"),
      cell: ({ expiresAt, revokedAt }) => {
        const end = revokedAt ?? expiresAt;
        return end ? <Exactly at={end} /> : tCommon("never");
      },
    },
    { key: "status", header: t("status"), cell: ({ state }) => <StatusBadge status={BADGES[state]} /> },
    ...useActions(shown),
  ];
}

function SecretTable({ client, live }: Shown) {
  const t = useTranslations("clients.secrets");
  return (
    <DataTable
      caption={t("title")}
      columns={useColumns({ client, live })}
      rows={client.secrets}
      keyOf={({ id }) => id}
      isMuted={({ state }) => state === "ended" || state === "revoked"}
    />
  );
}

/** The secrets of a client, the ended ones as history, and the way from one to the next without a gap. */
export function Secrets({ client, now }: { client: ClientDetail; now: Date }) {
  const t = useTranslations("clients.secrets");
  if (client.isPublic) return <Panel title={t("title")}>{t("none")}</Panel>;
  const live = client.secrets.filter((secret) => isLiveSecret(secret, now));
  return (
    <Panel title={t("title")} intro={t("intro")} id="secrets">
      <SecretTable client={client} live={live} />
      {client.status !== "removed" && (
        <div className="mt-4">
          {live.length < MOST_SECRETS ? (
            <LinkButton href={`/connections/oauth-users/${client.id}/new-secret`}>{t("add")}</LinkButton>
          ) : (
            <p className="text-ink-3">{t("full")}</p>
          )}
        </div>
      )}
    </Panel>
  );
}
