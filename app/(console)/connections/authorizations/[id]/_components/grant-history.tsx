import { useTranslations } from "next-intl";
import type { GrantView } from "@/lib/grants/view";
import { History, type HistoryEvent } from "../../../_components/history";

/** The reasons that Postern itself gives; every other one a person wrote. */
const OWN_REASONS: Record<string, "clientRemoved" | "replaced"> = {
  client_removed: "clientRemoved",
  replaced: "replaced",
};

/** What happened to an authorization: given, last used, taken back, and by whom and why. */
export function GrantHistory({ grant }: { grant: GrantView }) {
  const t = useTranslations("grants.history");
  const { createdAt, person, lastAccessAt, revoked, status, expiresAt } = grant;
  const named = (name: string) => ({ n: () => <bdi>{name}</bdi> });
  const given = person ? t.rich("allowedBy", named(person.name)) : t("given");
  const events: HistoryEvent[] = [{ key: "created", at: createdAt, what: given }];
  if (lastAccessAt) events.push({ key: "used", at: lastAccessAt, what: t("used") });
  if (revoked) {
    const { at, by, reason } = revoked;
    const own = reason && OWN_REASONS[reason];
    const why = own ? t(own) : reason ? <bdi>{reason}</bdi> : t("noReason");
    events.push({ key: "revoked", at, what: by ? t.rich("revokedBy", named(by)) : t("revoked"), why });
  }
  if (status === "ended" && expiresAt) events.push({ key: "ended", at: expiresAt, what: t("ended") });
  return <History events={events} />;
}
