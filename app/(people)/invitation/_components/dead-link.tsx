import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/button";
import { MarkAjar } from "@/components/ui/mark";

/** The link was used, replaced, or is too old: one answer for all. */
export async function DeadLink() {
  const t = await getTranslations("signIn.invitation");
  return (
    <>
      <title>{`${t("deadTitle")} · Postern`}</title>
      <MarkAjar className="mb-4 text-ink-3" />
      <h1 className="text-28">{t("deadTitle")}</h1>
      <p className="mt-2 text-ink-2">{t("deadText")}</p>
      <div className="mt-6">
        <LinkButton href="/sign-in" look="primary">
          {t("signIn")}
        </LinkButton>
      </div>
    </>
  );
}
