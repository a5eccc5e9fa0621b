import "server-only";
import { cookies } from "next/headers";
import { days } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";
import { CHOSEN_ZONE_COOKIE } from "@/lib/i18n/request";

const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
const THEME_COOKIE = "postern-theme";

const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme);

/** The reader's choice, or null: what their system prefers. */
export async function chosenTheme(): Promise<Theme | null> {
  const value = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(value) ? value : null;
}

const options = () => ({
  path: "/",
  sameSite: "lax" as const,
  httpOnly: true,
  secure: issuerUrl().startsWith("https:"),
  maxAge: days(365) / 1000,
});

/** Keeps a language for this browser. Anything that is none of ours changes nothing. */
export async function keepLocale(value: unknown): Promise<void> {
  if (isLocale(value)) (await cookies()).set(LOCALE_COOKIE, value, options());
}

/** Goes back to the language that the browser asks for. */
export async function forgetLocale(): Promise<void> {
  (await cookies()).delete(LOCALE_COOKIE);
}

/** Keeps a theme for this browser; any other value goes back to the system's. */
export async function keepTheme(value: unknown): Promise<void> {
  const jar = await cookies();
  if (isTheme(value)) jar.set(THEME_COOKIE, value, options());
  else jar.delete(THEME_COOKIE);
}

/** Keeps the time zone of the reader's profile for this browser; null goes back to the browser's own. */
export async function keepTimeZone(value: string | null): Promise<void> {
  const jar = await cookies();
  if (value) jar.set(CHOSEN_ZONE_COOKIE, value, options());
  else jar.delete(CHOSEN_ZONE_COOKIE);
}
