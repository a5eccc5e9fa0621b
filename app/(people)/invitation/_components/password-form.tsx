import { getFormatter, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { TextField } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PasswordField } from "@/components/ui/password-field";
import type { InvitationView } from "@/lib/people/read-invitation";
import { PASSWORD_MINIMUM } from "@/lib/people/schema";
import { accept } from "../actions";

type Props = { token: string; invitation: InvitationView; signedInAs: string | null };

/** The invited person's password, chosen once. */
export async function PasswordForm({ token, invitation, signedInAs }: Props) {
  const [t, format] = await Promise.all([getTranslations("signIn.invitation"), getFormatter()]);
  const { name, email, companyNames, expiresAt } = invitation;
  const labels = { password: t("password") };
  const bold = (text: string) => () => <bdi className="font-semibold text-ink">{text}</bdi>;
  return (
    <>
      <Title text={t("title")} />
      <h1 className="text-28">{t("title")}</h1>
      <p className="mt-2 text-ink-2">
        {t.rich("intro", { name: bold(name), companies: bold(format.list(companyNames, { type: "conjunction" })) })}
      </p>
      {signedInAs && signedInAs !== email && (
        <Notice className="mt-4">{t("otherPerson", { email: signedInAs })}</Notice>
      )}
      <ActionForm action={accept} labels={labels} className="mt-6 space-y-4">
        <input type="hidden" name="token" value={token} />
        <TextField name="email" label={t("email")} defaultValue={email} autoComplete="username" readOnly />
        <PasswordField
          name="password"
          label={labels.password}
          hint={t("hint", { minimum: PASSWORD_MINIMUM })}
          autoComplete="new-password"
        />
        <SubmitButton wide>{t("submit")}</SubmitButton>
      </ActionForm>
      <p className="mt-6 text-13 text-ink-3">
        {t("expires", { date: format.dateTime(expiresAt, { dateStyle: "long", timeStyle: "short" }) })}
      </p>
    </>
  );
}
