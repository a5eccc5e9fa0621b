import { getTranslations } from "next-intl/server";
import { DeadEnd } from "@/components/shell/dead-end";
import { LinkButton } from "@/components/ui/button";

/** The link was used, replaced, or is too old: one answer for all. */
export async function DeadLink() {
  const t = await getTranslations("signIn.invitation");
  return (
    <DeadEnd title={t("deadTitle")} text={t("deadText")}>
      <div className="mt-6">
        <LinkButton href="/sign-in" look="primary">
          {t("signIn")}
        </LinkButton>
      </div>
    </DeadEnd>
  );
}
