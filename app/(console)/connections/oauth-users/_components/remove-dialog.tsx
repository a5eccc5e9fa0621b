import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { removalConfirmation } from "@/lib/clients/rules";
import { removeChosenClients } from "../actions";

type Chosen = { id: string; name: string; liveAuthorizations: number };

/** Names what goes and what ends with it, and asks for the name, or for how many there are. */
export function RemoveDialog({ clients, cancelHref }: { clients: Chosen[]; cancelHref: string }) {
  const t = useTranslations("clients.remove");
  const count = clients.length;
  const authorizations = clients.reduce((sum, { liveAuthorizations }) => sum + liveAuthorizations, 0);
  const asked = removalConfirmation(clients.map(({ name }) => name));
  const typed = { asked, n: (text: ReactNode) => <bdi className="font-semibold text-ink">{text}</bdi> };
  return (
    <ConfirmDialog
      title={t("title", { count })}
      cancelHref={cancelHref}
      action={removeChosenClients}
      labels={{ confirmation: t("confirmation") }}
      act={<SubmitButton look="danger">{t("act", { count })}</SubmitButton>}
    >
      <ul className="max-h-40 list-disc overflow-y-auto pl-5 font-semibold text-ink">
        {clients.map(({ id, name }) => (
          <li key={id} className="break-words">
            <bdi>{name}</bdi>
            <input type="hidden" name="ids" value={id} />
          </li>
        ))}
      </ul>
      <p>{t("what", { count })}</p>
      <p>{t("authorizations", { count: authorizations })}</p>
      <p>{t("final", { count })}</p>
      <TextField
        name="confirmation"
        label={t("confirmation")}
        hint={t.rich(count === 1 ? "typeName" : "typeCount", typed)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </ConfirmDialog>
  );
}
