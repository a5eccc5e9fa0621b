import { getTranslations } from "next-intl/server";
import { DeadEnd } from "@/components/shell/dead-end";

/** The set-up waits, but not for this link: where the good one is found. */
export async function WrongLink() {
  const t = await getTranslations("setup");
  return (
    <DeadEnd title={t("wrongTitle")} text={t("wrongText")}>
      <ul className="mt-4 list-disc space-y-2 pl-5 text-ink-2">
        <li>{t("wherePrinted")}</li>
        <li>{t("restart")}</li>
      </ul>
    </DeadEnd>
  );
}
