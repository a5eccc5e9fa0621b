export const LOCALES = ["en", "fr", "pt-BR", "ru", "es"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "en";
/** The person's choice, kept for a year. */
export const LOCALE_COOKIE = "postern-locale";

/** One file a namespace and language: `messages/<locale>/<namespace>.json`. */
export const NAMESPACES = [
  "common",
  "ui",
  "shell",
  "errors",
  "fieldErrors",
  "flash",
  "signIn",
  "signOut",
  "setup",
  "consent",
  "device",
  "refused",
  "account",
  "overview",
  "general",
  "people",
  "clients",
  "classic",
  "failures",
  "grants",
  "tokens",
  "legacy",
  "log",
  "security",
] as const;

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);
