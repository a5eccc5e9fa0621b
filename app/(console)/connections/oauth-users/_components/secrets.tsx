import { useTranslations } from "next-intl";
import { type Status, StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { KeyPlate } from "@/components/ui/key-plate";
import { Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { Exactly, When } from "@/components/ui/when";
import type { ClientDetail, SecretView } from "@/lib/clients/read";
import { isLiveSecret, MOST_SECRETS, type SecretState } from "@/lib/clients/rules";
import { LiveSecrets } from "./live-secrets";

const BADGES: Record<SecretState, Status> = {
  active: "active",
  ending: "expiring",
  ended: "expired",
  revoked: "revoked",
};

function useColumns(): Column<SecretView>[] {
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
  ];
}

/** The ended ones. */
function History({ secrets }: { secrets: SecretView[] }) {
  const t = useTranslations("clients.secrets");
  const columns = useColumns();
  if (secrets.length === 0) return null;
  return (
    <details className="mt-4">
      <summary className="min-h-6 font-semibold">{t("history")}</summary>
      <div className="mt-3">
        <DataTable
          caption={t("history")}
          columns={columns}
          rows={secrets}
          keyOf={({ id }) => id}
          isMuted={() => true}
        />
      </div>
    </details>
  );
}

/** Another one, while there is room. */
function Add({ client, live }: { client: ClientDetail; live: SecretView[] }) {
  const t = useTranslations("clients.secrets");
  if (client.status === "removed") return null;
  if (live.length >= MOST_SECRETS) return <p className="mt-4 text-ink-3">{t("full")}</p>;
  return (
    <div className="mt-4">
      <LinkButton href={`/connections/oauth-users/${client.id}/new-secret`}>{t("add")}</LinkButton>
    </div>
  );
}

/** The secrets of a client, the ended ones as history, and the way from one to the next without a gap. */
export function Secrets({ client, now }: { client: ClientDetail; now: Date }) {
  const t = useTranslations("clients.secrets");
  if (client.isPublic) return <Panel title={t("title")}>{t("none")}</Panel>;
  const live = client.secrets.filter((secret) => isLiveSecret(secret, now));
  const ended = client.secrets.filter((secret) => !isLiveSecret(secret, now));
  const hasKey = client.authMethod === "private_key_jwt";
  return (
    <Panel title={t("title")} intro={hasKey ? t("byKey") : t("intro")} id="secrets">
      {!hasKey && live.length === 0 && <Notice kind="warning">{t("noneLive")}</Notice>}
      {live.length > 0 && <LiveSecrets client={client} live={live} now={now} />}
      {!hasKey && <Add client={client} live={live} />}
      <History secrets={ended} />
    </Panel>
  );
}
