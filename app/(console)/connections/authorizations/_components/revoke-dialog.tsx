import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { When } from "@/components/ui/when";
import { LONGEST_REASON } from "@/lib/grants/schema";
import type { GrantView } from "@/lib/grants/view";
import { revoke } from "../actions";

const NAMED = 5;

/** Whose access it is, and when it was last used: what tells whether it will be missed. */
function Named({ grant: { client, person, lastAccessAt } }: { grant: GrantView }) {
  const t = useTranslations("grants");
  return (
    <li className="break-words">
      <bdi className="font-semibold text-ink">{client.name}</bdi>
      {person && (
        <>
          {" · "}
          <bdi>{person.name}</bdi>
        </>
      )}
      <span className="block text-13 text-ink-3">
        {lastAccessAt ? t.rich("revoke.used", { when: () => <When at={lastAccessAt} /> }) : t("revoke.unused")}
      </span>
    </li>
  );
}

type Props = { grants: GrantView[]; cancelHref: string; doneHref: string };

/** Whether to take access back: which, what ends, and what comes after. */
export function RevokeDialog({ grants, cancelHref, doneHref }: Props) {
  const t = useTranslations("grants.revoke");
  const count = grants.length;
  return (
    <ConfirmDialog
      title={t("title", { count })}
      cancelHref={cancelHref}
      action={revoke}
      labels={{ reason: t("reason") }}
      act={<SubmitButton look="danger">{t("submit", { count })}</SubmitButton>}
    >
      <ul className="space-y-2">
        {grants.slice(0, NAMED).map((grant) => (
          <Named key={grant.id} grant={grant} />
        ))}
        {count > NAMED && <li>{t("andMore", { count: count - NAMED })}</li>}
      </ul>
      <p>{t("effect")}</p>
      {grants.some(({ person }) => person) && <p>{t("askedAgain")}</p>}
      {grants.some(({ person }) => !person) && <p>{t("restorable")}</p>}
      {grants.map(({ id }) => (
        <input key={id} type="hidden" name="ids" value={id} />
      ))}
      <input type="hidden" name="to" value={doneHref} />
      <TextField
        name="reason"
        label={t("reason")}
        hint={t("reasonHint", { limit: LONGEST_REASON })}
        optional
        autoComplete="off"
      />
    </ConfirmDialog>
  );
}
