import { getTranslations } from "next-intl/server";
import { LANGUAGE_NAMES } from "@/components/shell/preferences";
import { SelectField, TextField } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { LOCALES } from "@/lib/i18n/locales";
import type { Profile } from "@/lib/people/own";
import { saveProfile } from "../actions";

/** Every zone that the server knows, and the one that was chosen under a name which it lists no more. */
const zones = (chosen: string | null): string[] => [
  ...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(chosen ? [chosen] : [])]),
];

export async function ProfileForm({ profile }: { profile: Profile }) {
  const t = await getTranslations("account.profile");
  const labels = { name: t("name"), locale: t("locale"), timeZone: t("timeZone") };
  const { name, email, locale, timeZone } = profile;
  return (
    <ActionForm action={saveProfile} labels={labels} className="space-y-4">
      <TextField name="name" label={labels.name} defaultValue={name} autoComplete="name" maxLength={80} />
      <TextField name="email" label={t("email")} hint={t("emailHint")} defaultValue={email} readOnly />
      <SelectField
        name="locale"
        label={labels.locale}
        defaultValue={locale ?? ""}
        placeholder={t("asBrowser")}
        choices={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      <SelectField
        name="timeZone"
        label={labels.timeZone}
        hint={t("timeZoneHint")}
        defaultValue={timeZone ?? ""}
        placeholder={t("asBrowser")}
        choices={zones(timeZone).map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
      />
      <SubmitButton>{t("save")}</SubmitButton>
    </ActionForm>
  );
}
