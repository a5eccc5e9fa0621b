import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { TextField } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PasswordField } from "@/components/ui/password-field";
import { isRefusalName } from "@/lib/errors";
import type { AskingApp } from "@/lib/oauth/asking-app";
import { enter } from "../actions";

/** Why a form that was posted to `/api/auth` came back here. */
async function Failure({ name }: { name: string | undefined }) {
  const t = await getTranslations("errors");
  if (!isRefusalName(name)) return null;
  return (
    <Notice kind="danger" title={t(`${name}.title`)} className="mb-5">
      {t(`${name}.text`)}
    </Notice>
  );
}

export async function SignInForm({ to, app, error }: { to: string; app: AskingApp | null; error: string | undefined }) {
  const t = await getTranslations("signIn");
  const labels = { email: t("email"), password: t("password") };
  return (
    <>
      <Title text={t("title")} />
      <h1 className="text-28">{t("title")}</h1>
      {app && (
        <p className="mt-2 text-ink-2">
          {t.rich("toContinue", { app: () => <bdi className="break-words font-semibold text-ink">{app.name}</bdi> })}
        </p>
      )}
      <div className="mt-6">
        <Failure name={error} />
        <ActionForm action={enter} labels={labels} className="space-y-4">
          <input type="hidden" name="to" value={to} />
          <TextField
            name="email"
            label={labels.email}
            type="email"
            defaultValue={app?.loginHint ?? undefined}
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
          <PasswordField name="password" label={labels.password} autoComplete="current-password" />
          <SubmitButton wide>{t("submit")}</SubmitButton>
        </ActionForm>
      </div>
      <p className="mt-6 text-13 text-ink-3">{t("forgotten")}</p>
    </>
  );
}
