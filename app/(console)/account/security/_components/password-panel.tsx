import { getTranslations } from "next-intl/server";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Panel } from "@/components/ui/layout";
import { PasswordField } from "@/components/ui/password-field";
import { PASSWORD_MINIMUM } from "@/lib/people/schema";
import { replacePassword } from "../actions";

export async function PasswordPanel({ email }: { email: string }) {
  const t = await getTranslations("account.security");
  const labels = { currentPassword: t("currentPassword"), newPassword: t("newPassword") };
  return (
    <Panel title={t("passwordTitle")} intro={t("passwordEffect")} className="max-w-[640px]">
      <ActionForm action={replacePassword} labels={labels} className="space-y-4">
        {/* For password managers, so that they know whose password changes. */}
        <input type="email" name="email" defaultValue={email} autoComplete="username" readOnly hidden />
        <PasswordField name="currentPassword" label={labels.currentPassword} autoComplete="current-password" />
        <PasswordField
          name="newPassword"
          label={labels.newPassword}
          hint={t("newPasswordHint", { minimum: PASSWORD_MINIMUM })}
          autoComplete="new-password"
        />
        <SubmitButton>{t("changePassword")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
