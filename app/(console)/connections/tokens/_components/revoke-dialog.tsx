import { useFormatter, useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { When } from "@/components/ui/when";
import type { TokenView } from "@/lib/tokens/personal/read";
import { revoke } from "../actions";
import { TokenPlate } from "./token-plate";

type Props = { token: TokenView; cancelHref: string; doneHref: string };

/** Whether to end a token for good: which one, who will notice, and why (for those who look at it later). */
export function RevokeDialog({ token, cancelHref, doneHref }: Props) {
  const t = useTranslations("tokens.revoke");
  const format = useFormatter();
  const { id, name, hint, lastUsedAt, useCount } = token;
  return (
    <ConfirmDialog
      title={t("title")}
      cancelHref={cancelHref}
      action={revoke}
      labels={{ reason: t("reason") }}
      act={<SubmitButton look="danger">{t("submit")}</SubmitButton>}
    >
      <p className="flex flex-wrap items-center gap-2">
        <bdi className="min-w-0 break-words font-semibold text-ink">{name}</bdi>
        <TokenPlate hint={hint} />
      </p>
      <p>{t("effect")}</p>
      <p>
        {lastUsedAt
          ? t.rich("used", { when: () => <When at={lastUsedAt} />, count: useCount, figure: format.number(useCount) })
          : t("unused")}
      </p>
      <input type="hidden" name="ids" value={id} />
      <input type="hidden" name="to" value={doneHref} />
      <TextField name="reason" label={t("reason")} hint={t("reasonHint")} optional autoComplete="off" />
    </ConfirmDialog>
  );
}
