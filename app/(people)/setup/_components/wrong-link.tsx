import { getTranslations } from "next-intl/server";
import { MarkAjar } from "@/components/ui/mark";

/** The set-up waits, but not for this link: where the good one is found. */
export async function WrongLink() {
  const t = await getTranslations("setup");
  return (
    <>
      <title>{`${t("wrongTitle")} · Postern`}</title>
      <MarkAjar className="mb-4 text-ink-3" />
      <h1 className="text-28">{t("wrongTitle")}</h1>
      <p className="mt-2 text-ink-2">{t("wrongText")}</p>
      <ul className="mt-4 list-disc space-y-2 pl-5 text-ink-2">
        <li>{t("wherePrinted")}</li>
        <li>{t("restart")}</li>
      </ul>
    </>
  );
}
