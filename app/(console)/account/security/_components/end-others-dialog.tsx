import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/form";
import { endOthers } from "../actions";

export async function EndOthersDialog() {
  const t = await getTranslations("account.security");
  return (
    <ConfirmDialog
      title={t("endOthersTitle")}
      cancelHref="/account/security"
      act={
        <form action={endOthers}>
          <SubmitButton look="danger">{t("endOthers")}</SubmitButton>
        </form>
      }
    >
      <p>{t("endOthersEffect")}</p>
    </ConfirmDialog>
  );
}
