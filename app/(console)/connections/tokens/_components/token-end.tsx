import { useTranslations } from "next-intl";
import { Exactly, When } from "@/components/ui/when";
import { after, seconds } from "@/lib/duration";

/**
 * When a token ends. It is good to the end of a day, and its end is the first instant of the next: shown is the last
 * moment at which it works, so that the day is the one that was chosen.
 */
export function TokenEnd({ expiresAt, exactly = false }: { expiresAt: Date | null; exactly?: boolean }) {
  const t = useTranslations("common");
  if (!expiresAt) return t("never");
  const last = after(expiresAt, -seconds(1));
  return exactly ? <Exactly at={last} /> : <When at={last} />;
}
