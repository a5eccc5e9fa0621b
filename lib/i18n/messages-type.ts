import type {} from "next-intl";
import type { Locale } from "./locales";
import type account from "./messages/en/account.json";
import type classic from "./messages/en/classic.json";
import type clients from "./messages/en/clients.json";
import type common from "./messages/en/common.json";
import type consent from "./messages/en/consent.json";
import type device from "./messages/en/device.json";
import type errors from "./messages/en/errors.json";
import type failures from "./messages/en/failures.json";
import type fieldErrors from "./messages/en/fieldErrors.json";
import type flash from "./messages/en/flash.json";
import type general from "./messages/en/general.json";
import type grants from "./messages/en/grants.json";
import type legacy from "./messages/en/legacy.json";
import type log from "./messages/en/log.json";
import type overview from "./messages/en/overview.json";
import type people from "./messages/en/people.json";
import type refused from "./messages/en/refused.json";
import type security from "./messages/en/security.json";
import type setup from "./messages/en/setup.json";
import type shell from "./messages/en/shell.json";
import type signIn from "./messages/en/signIn.json";
import type signOut from "./messages/en/signOut.json";
import type tokens from "./messages/en/tokens.json";
import type ui from "./messages/en/ui.json";

/** English is the shape; `npm run i18n:check` holds the other languages to it. */
export type Messages = {
  common: typeof common;
  ui: typeof ui;
  shell: typeof shell;
  errors: typeof errors;
  fieldErrors: typeof fieldErrors;
  flash: typeof flash;
  signIn: typeof signIn;
  signOut: typeof signOut;
  setup: typeof setup;
  consent: typeof consent;
  device: typeof device;
  refused: typeof refused;
  account: typeof account;
  overview: typeof overview;
  general: typeof general;
  people: typeof people;
  clients: typeof clients;
  classic: typeof classic;
  failures: typeof failures;
  grants: typeof grants;
  tokens: typeof tokens;
  legacy: typeof legacy;
  log: typeof log;
  security: typeof security;
};

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
