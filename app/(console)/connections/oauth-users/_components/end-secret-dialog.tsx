import { useFormatter, useNow, useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/form";
import type { SecretView } from "@/lib/clients/read";
import { endClientSecret } from "../actions";

type Props = { clientId: string; secret: SecretView; cancelHref: string };

/** Says whether the secret is still used before it is ended. */
export function EndSecretDialog({ clientId, secret: { id, hint, lastUsedAt }, cancelHref }: Props) {
  const t = useTranslations("clients.secrets");
  const format = useFormatter();
  const now = useNow();
  return (
    <ConfirmDialog
      title={t("endTitle")}
      cancelHref={cancelHref}
      action={endClientSecret}
      act={<SubmitButton look="danger">{t("endAct")}</SubmitButton>}
    >
      <input type="hidden" name="id" value={clientId} />
      <input type="hidden" name="secretId" value={id} />
      <p>{t("endText", { hint })}</p>
      <p>{lastUsedAt ? t("endUsed", { when: format.relativeTime(lastUsedAt, now) }) : t("endUnused")}</p>
    </ConfirmDialog>
  );
}
