import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { type Column, DataTable } from "@/components/ui/data-table";
import { SelectField, TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { KeyPlate } from "@/components/ui/key-plate";
import { Panel } from "@/components/ui/layout";
import { addressOf } from "@/components/ui/list-bar";
import { Exactly } from "@/components/ui/when";
import type { RegistrationTokenView } from "@/lib/companies/security/read";
import { TOKEN_DAYS } from "@/lib/companies/security/schema";
import { revokeToken } from "../actions";
import { NewTokenForm } from "./new-token-form";

type Token = RegistrationTokenView;

function useColumns(mayChange: boolean): Column<Token>[] {
  const t = useTranslations("security.tokens");
  const actions: Column<Token> = {
    key: "actions",
    header: t("actions"),
    cell: ({ id, name, status }) =>
      status === "active" && (
        <LinkButton
          href={addressOf("/security", { revoke: id })}
          scroll={false}
          small
          aria-label={t("revokeNamed", { name })}
        >
          {t("revoke")}
        </LinkButton>
      ),
  };
  return [
    {
      key: "name",
      header: t("name"),
      names: true,
      cell: ({ name, hint }) => (
        <span className="flex flex-wrap items-center gap-2">
          <bdi className="min-w-0 break-words font-semibold">{name}</bdi>
          <KeyPlate prefix="pst_it_" hint={hint} />
        </span>
      ),
    },
    { key: "state", header: t("state"), cell: ({ status }) => <StatusBadge status={status} /> },
    { key: "expires", header: t("expires"), cell: ({ expiresAt }) => <Exactly at={expiresAt} /> },
    { key: "used", header: t("used"), numeric: true, cell: ({ useCount }) => t("usedCount", { count: useCount }) },
    ...(mayChange ? [actions] : []),
  ];
}

function NewToken() {
  const t = useTranslations("security.tokens");
  const tMade = useTranslations("security.tokens.made");
  const made = {
    title: tMade("title"),
    text: tMade("text"),
    label: tMade("label"),
    copy: tMade("copy"),
    done: tMade("done"),
  };
  const labels = { name: t("name"), days: t("days") };
  return (
    <NewTokenForm labels={labels} texts={made}>
      <TextField name="name" label={labels.name} hint={t("nameHint")} autoComplete="off" />
      <SelectField
        name="days"
        label={labels.days}
        choices={TOKEN_DAYS.map((value) => ({ value, label: t("daysOf", { days: Number(value) }) }))}
        defaultValue="7"
      />
      <SubmitButton>{t("make")}</SubmitButton>
    </NewTokenForm>
  );
}

/** What lets applications register, by name; the token itself is shown when it is made and never again. */
export function RegistrationTokens({ tokens, mayChange }: { tokens: Token[]; mayChange: boolean }) {
  const t = useTranslations("security.tokens");
  const columns = useColumns(mayChange);
  return (
    <Panel id="registration-tokens" title={t("title")} intro={t("intro")}>
      <div className="space-y-5">
        {tokens.length === 0 ? (
          <p className="text-ink-3">{t("none")}</p>
        ) : (
          <DataTable
            caption={t("title")}
            columns={columns}
            rows={tokens}
            keyOf={({ id }) => id}
            isMuted={({ status }) => status !== "active"}
          />
        )}
        {mayChange && <NewToken />}
      </div>
    </Panel>
  );
}

/** Whether to end a registration token, and what stays. */
export function RevokeTokenDialog({ token: { id, name } }: { token: Token }) {
  const t = useTranslations("security.tokens");
  return (
    <ConfirmDialog
      title={t("revokeTitle")}
      cancelHref="/security"
      action={revokeToken}
      act={<SubmitButton look="danger">{t("revoke")}</SubmitButton>}
    >
      <input type="hidden" name="id" value={id} />
      <p>{t.rich("revokeText", { name, n: (chunks) => <bdi className="font-semibold text-ink">{chunks}</bdi> })}</p>
    </ConfirmDialog>
  );
}
