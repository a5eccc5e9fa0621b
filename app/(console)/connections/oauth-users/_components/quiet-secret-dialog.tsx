import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import type { SecretView } from "@/lib/clients/read";
import { changeClientSecret } from "../actions";

type Props = { clientId: string; secret: SecretView; cancelHref: string };

/** Asks after how many quiet days the secret closes by itself. */
export function QuietSecretDialog({ clientId, secret: { id, hint, closesAfterQuietDays }, cancelHref }: Props) {
  const t = useTranslations("clients.secrets");
  const tCommon = useTranslations("common");
  return (
    <ConfirmDialog
      title={t("quietTitle")}
      cancelHref={cancelHref}
      action={changeClientSecret}
      labels={{ closesAfterQuietDays: t("quietDays") }}
      act={<SubmitButton>{tCommon("save")}</SubmitButton>}
    >
      <input type="hidden" name="id" value={clientId} />
      <input type="hidden" name="secretId" value={id} />
      <p>{t("quietText", { hint })}</p>
      <TextField
        name="closesAfterQuietDays"
        label={t("quietDays")}
        hint={t("quietDaysHint")}
        type="number"
        min={1}
        max={90}
        defaultValue={closesAfterQuietDays ?? undefined}
      />
    </ConfirmDialog>
  );
}
