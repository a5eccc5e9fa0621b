import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Title } from "@/components/shell/title";
import { TextField } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { PasswordField } from "@/components/ui/password-field";
import { PASSWORD_MINIMUM } from "@/lib/people/schema";
import { beginInstallation } from "../actions";

const Part = ({ legend, children }: { legend: string; children: ReactNode }) => (
  <fieldset className="space-y-4">
    <legend className="mb-3 text-16 font-semibold">{legend}</legend>
    {children}
  </fieldset>
);

/** The owner and their company, on one page. The code of the link goes along and is not shown. */
export async function SetUpForm({ code }: { code: string }) {
  const [t, locale] = await Promise.all([getTranslations("setup"), getLocale()]);
  const labels = {
    name: t("name"),
    email: t("email"),
    password: t("password"),
    company: t("company"),
    apiUrl: t("apiUrl"),
  };
  return (
    <>
      <Title text={t("title")} />
      <h1 className="text-28">{t("title")}</h1>
      <p className="mt-2 text-ink-2">{t("intro")}</p>
      <ActionForm action={beginInstallation} labels={labels} className="mt-6 space-y-8">
        <input type="hidden" name="code" value={code} />
        <input type="hidden" name="locale" value={locale} />
        <Part legend={t("you")}>
          <TextField name="name" label={labels.name} autoComplete="name" />
          <TextField
            name="email"
            label={labels.email}
            hint={t("emailHint")}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
          <PasswordField
            name="password"
            label={labels.password}
            hint={t("passwordHint", { minimum: PASSWORD_MINIMUM })}
            autoComplete="new-password"
          />
        </Part>
        <Part legend={t("yourCompany")}>
          <TextField name="company" label={labels.company} autoComplete="organization" />
          <TextField
            name="apiUrl"
            label={labels.apiUrl}
            hint={t("apiUrlHint")}
            optional
            type="url"
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Part>
        <SubmitButton wide>{t("submit")}</SubmitButton>
      </ActionForm>
    </>
  );
}
