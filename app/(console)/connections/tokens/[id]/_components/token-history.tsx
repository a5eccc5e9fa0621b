import { useTranslations } from "next-intl";
import { after, seconds } from "@/lib/duration";
import type { TokenDetail } from "@/lib/tokens/personal/read";
import { History, type HistoryEvent } from "../../../_components/history";

/** What happened to a token: made, last used, ended, and by whom and why. */
export function TokenHistory({ token }: { token: TokenDetail }) {
  const t = useTranslations("tokens.history");
  const { createdAt, maker, lastUsedAt, expiresAt, state, revokedBy } = token;
  const named = (name: string) => ({ n: () => <bdi>{name}</bdi> });
  const events: HistoryEvent[] = [{ key: "created", at: createdAt, what: t.rich("generated", named(maker.name)) }];
  if (lastUsedAt) events.push({ key: "used", at: lastUsedAt, what: t("used") });
  if (state.name === "expired" && expiresAt)
    events.push({ key: "expired", at: after(expiresAt, -seconds(1)), what: t("expired") });
  if (state.name === "revoked") {
    const { at, reason } = state;
    const what = revokedBy ? t.rich("revokedBy", named(revokedBy)) : t("revoked");
    events.push({ key: "revoked", at, what, why: reason ? <bdi>{reason}</bdi> : t("noReason") });
  }
  return <History events={events} />;
}
