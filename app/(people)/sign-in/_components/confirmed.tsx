import { CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";

/** After a confirmation that another tab waits for. */
export async function Confirmed() {
  const t = await getTranslations("signIn");
  return (
    <>
      <Title text={t("confirmedTitle")} />
      <CircleCheck size={32} aria-hidden="true" className="mb-3 text-moss" />
      <h1 className="text-28">{t("confirmedTitle")}</h1>
      <p className="mt-2 text-ink-2">{t("confirmedText")}</p>
    </>
  );
}
