import { useTranslations } from "next-intl";
import type { GrantView } from "@/lib/grants/view";
import { History, type HistoryEvent } from "../../../_components/history";

/** The reason that Postern itself gives, when the application was removed; every other one a person wrote. */
const CLIENT_REMOVED = "client_removed";

/** What happened to an authorization: given, last used, taken back, and by whom and why. */
export function GrantHistory({ grant }: { grant: GrantView }) {
  const t = useTranslations("grants.history");
  const { createdAt, person, lastAccessAt, revoked } = grant;
  const named = (name: string) => ({ n: () => <bdi>{name}</bdi> });
  const given = person ? t.rich("allowedBy", named(person.name)) : t("given");
  const events: HistoryEvent[] = [{ key: "created", at: createdAt, what: given }];
  if (lastAccessAt) events.push({ key: "used", at: lastAccessAt, what: t("used") });
  if (revoked) {
    const { at, by, reason } = revoked;
    const why = reason === CLIENT_REMOVED ? t("clientRemoved") : reason ? <bdi>{reason}</bdi> : t("noReason");
    events.push({ key: "revoked", at, what: by ? t.rich("revokedBy", named(by)) : t("revoked"), why });
  }
  return <History events={events} />;
}
