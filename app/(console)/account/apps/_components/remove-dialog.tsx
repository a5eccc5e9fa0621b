import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/form";
import type { GrantView } from "@/lib/grants/view";
import { removeAccess } from "../actions";

export async function RemoveDialog({ grant, cancelHref }: { grant: GrantView; cancelHref: string }) {
  const t = await getTranslations("account.apps");
  return (
    <ConfirmDialog
      title={t("removeTitle", { app: grant.client.name })}
      cancelHref={cancelHref}
      act={
        <form action={removeAccess}>
          <input type="hidden" name="ids" value={grant.id} />
          <SubmitButton look="danger">{t("remove")}</SubmitButton>
        </form>
      }
    >
      <p>{t("removeEffect")}</p>
      <p>{t("removeKeeps")}</p>
    </ConfirmDialog>
  );
}
