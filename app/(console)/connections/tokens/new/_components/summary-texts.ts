import type { useTranslations } from "next-intl";
import type { TokenForm } from "@/lib/tokens/personal/form";
import type { SummaryTexts } from "./summary";

const upTo = (count: number): number[] => Array.from({ length: count + 1 }, (_, index) => index);

type Given = { form: Pick<TokenForm, "expiries" | "zone">; contextCount: number; dayText: (day: string) => string };

/** Every sentence that the summary may have to say, finished, so that the browser needs no plural rules. */
export function summaryTexts(t: ReturnType<typeof useTranslations<"tokens.summary">>, given: Given): SummaryTexts {
  const { form, contextCount, dayText } = given;
  const { zone } = form;
  const ends = form.expiries.map(({ value, lastDay }) => [
    value,
    lastDay ? t("endsOn", { day: dayText(lastDay), zone }) : t("endsNever"),
  ]);
  return {
    title: t("title"),
    general: t("general"),
    contexts: upTo(contextCount).map((count) => t("contexts", { count })),
    writes: upTo(contextCount).map((count) => (count === 0 ? "" : t("writes", { count }))),
    ends: { ...Object.fromEntries(ends), date: t("endsOnChosen", { zone }) },
    risks: { low: t("low"), medium: t("medium"), high: t("high") },
  };
}
