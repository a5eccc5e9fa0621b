import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button-class";
import { PATH_HEADER } from "@/lib/doors/path";
import { chosenTheme } from "@/lib/doors/preference";
import { LOCALES } from "@/lib/i18n/locales";
import { choosePreferences } from "./actions";

/** Each language by its own name. */
export const LANGUAGE_NAMES = {
  en: "English",
  fr: "Français",
  "pt-BR": "Português (Brasil)",
  ru: "Русский",
  es: "Español",
} as const;

/** Language and theme, on signed-out pages too. A plain form: it works without JavaScript. */
export async function Preferences() {
  const [t, locale, theme, asked] = await Promise.all([
    getTranslations("shell.preferences"),
    getLocale(),
    chosenTheme(),
    headers(),
  ]);
  return (
    <form action={choosePreferences} className="flex flex-wrap items-end gap-2 text-13">
      <input type="hidden" name="to" value={asked.get(PATH_HEADER) ?? "/"} />
      <label className="min-w-0 grow">
        <span className="mb-1 block text-12 text-ink-3">{t("language")}</span>
        <select name="locale" defaultValue={locale} className="control">
          {LOCALES.map((value) => (
            <option key={value} value={value} lang={value}>
              {LANGUAGE_NAMES[value]}
            </option>
          ))}
        </select>
      </label>
      <label className="min-w-0 grow">
        <span className="mb-1 block text-12 text-ink-3">{t("theme")}</span>
        <select name="theme" defaultValue={theme ?? "system"} className="control">
          <option value="system">{t("system")}</option>
          <option value="light">{t("light")}</option>
          <option value="dark">{t("dark")}</option>
        </select>
      </label>
      <button type="submit" className={buttonClass("secondary")}>
        {t("apply")}
      </button>
    </form>
  );
}
