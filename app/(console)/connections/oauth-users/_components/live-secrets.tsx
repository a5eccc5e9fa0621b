import { useFormatter, useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { KeyPlate } from "@/components/ui/key-plate";
import { Facts } from "@/components/ui/layout";
import { addressOf } from "@/components/ui/list-bar";
import { Notice } from "@/components/ui/notice";
import { Exactly } from "@/components/ui/when";
import type { ClientDetail, SecretView } from "@/lib/clients/read";
import { type Rotation, rotationOf } from "@/lib/clients/rules";

type Shown = { client: ClientDetail; live: SecretView[] };

/** Who called last: what tells which installation still has this secret. */
function Caller({ secret: { lastUsedAt, lastUsedIp, lastUsedAgent } }: { secret: SecretView }) {
  const t = useTranslations("clients.secrets");
  if (!lastUsedAt || (!lastUsedIp && !lastUsedAgent)) return <span className="text-ink-3">{t("unknownCaller")}</span>;
  return (
    <>
      {lastUsedIp && <bdi className="font-mono text-13">{lastUsedIp}</bdi>}
      {lastUsedAgent && <bdi className="block text-13 text-ink-3 [overflow-wrap:anywhere]">{lastUsedAgent}</bdi>}
    </>
  );
}

/** Whether it closes by itself, and when that would be. */
function Quiet({ secret: { closesAfterQuietDays, quietUntil } }: { secret: SecretView }) {
  const t = useTranslations("clients.secrets");
  const format = useFormatter();
  if (closesAfterQuietDays === null) return t("never");
  return (
    <>
      {t("quietAfter", { days: closesAfterQuietDays })}
      {quietUntil && (
        <span className="block text-13 text-ink-3">
          {t("quietOn", { date: format.dateTime(quietUntil, { dateStyle: "long" }) })}
        </span>
      )}
    </>
  );
}

function useRows(secret: SecretView) {
  const t = useTranslations("clients.secrets");
  const tCommon = useTranslations("common");
  const format = useFormatter();
  const at = (when: Date | null) => (when ? <Exactly at={when} /> : tCommon("never"));
  return [
    { key: "created", term: t("created"), value: <Exactly at={secret.createdAt} /> },
    { key: "lastUsed", term: t("lastUsed"), value: at(secret.lastUsedAt) },
    { key: "caller", term: t("caller"), value: <Caller secret={secret} /> },
    { key: "calls", term: t("calls"), value: format.number(secret.useCount) },
    { key: "ends", term: t("ends"), value: at(secret.expiresAt) },
    { key: "quiet", term: t("quiet"), value: <Quiet secret={secret} /> },
  ];
}

/** The last that lives neither ends nor closes, so there is nothing to do with one alone. */
function Actions({ client, secret: { id, hint } }: { client: ClientDetail; secret: SecretView }) {
  const t = useTranslations("clients.secrets");
  const to = (confirm: string) => addressOf(`/connections/oauth-users/${client.id}`, { confirm, secret: id });
  return (
    <div className="no-print mt-4 flex flex-wrap gap-2">
      <LinkButton href={to("end-secret")} scroll={false} small aria-label={t("endOne", { hint })}>
        {t("end")}
      </LinkButton>
      <LinkButton href={to("quiet-secret")} scroll={false} small aria-label={t("setQuietOne", { hint })}>
        {t("setQuiet")}
      </LinkButton>
    </div>
  );
}

function Secret({ client, secret, isAlone }: { client: ClientDetail; secret: SecretView; isAlone: boolean }) {
  const rows = useRows(secret);
  return (
    <section className="min-w-0 rounded-control border border-line-strong bg-page p-4">
      <h3 className="mb-3 flex flex-wrap items-center justify-between gap-2 font-normal">
        <KeyPlate prefix="pst_cs_" hint={secret.hint} />
        <StatusBadge status={secret.state === "ending" ? "expiring" : "active"} />
      </h3>
      <Facts rows={rows} />
      {!isAlone && client.status !== "removed" && <Actions client={client} secret={secret} />}
    </section>
  );
}

const KINDS: Record<Rotation, "warning" | "done"> = {
  newer_unused: "warning",
  older_used: "warning",
  older_quiet: "done",
  older_unused: "done",
};

/** Whether the older one can be ended, in one sentence. */
function Advice({ older, newer, now }: { older: SecretView; newer: SecretView; now: Date }) {
  const t = useTranslations("clients.secrets");
  const format = useFormatter();
  const rotation = rotationOf(older, newer, now);
  const when = older.lastUsedAt ? format.dateTime(older.lastUsedAt, { dateStyle: "long", timeStyle: "short" }) : "";
  return <Notice kind={KINDS[rotation]}>{t(rotation, { older: older.hint, newer: newer.hint, when })}</Notice>;
}

/** The secrets in force, each with what is known of its use; of two, whether the change from one to the other is done. */
export function LiveSecrets({ client, live, now }: Shown & { now: Date }) {
  const [newer, older] = live;
  return (
    <>
      {newer && older && <Advice older={older} newer={newer} now={now} />}
      <div className="mt-3 grid gap-3 xl:grid-cols-2">
        {live.map((secret) => (
          <Secret key={secret.id} client={client} secret={secret} isAlone={live.length < 2} />
        ))}
      </div>
    </>
  );
}
