import { getTranslations } from "next-intl/server";
import { NotYou } from "@/components/shell/not-you";
import { Title } from "@/components/shell/title";
import { TextField } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { PasswordField } from "@/components/ui/password-field";
import { confirmIdentity } from "../actions";

/** The password again, of the person who is signed in. */
export async function Confirmation({ to, email }: { to: string; email: string }) {
  const t = await getTranslations("signIn");
  return (
    <>
      <Title text={t("confirmTitle")} />
      <h1 className="text-28">{t("confirmTitle")}</h1>
      <p className="mt-2 text-ink-2">{t("confirmText")}</p>
      <ActionForm action={confirmIdentity} labels={{ password: t("password") }} className="mt-6 space-y-4">
        <input type="hidden" name="to" value={to} />
        <TextField name="email" label={t("email")} defaultValue={email} autoComplete="username" readOnly />
        <PasswordField name="password" label={t("password")} autoComplete="current-password" />
        <SubmitButton wide>{t("confirm")}</SubmitButton>
      </ActionForm>
      <div className="mt-6">
        <NotYou label={t("notYou")} to={to} />
      </div>
    </>
  );
}
