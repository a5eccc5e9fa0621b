import type { Translated } from "@/lib/apis/system";
import type { AdditionalGrantType } from "@/lib/clients/schema";
import type { Role } from "@/lib/context";

/** A sample company as data. Times are counted from the moment of loading, so that a sample never looks old. */
export type Sample = Readonly<{
  /** Fixed: the company's row is what says that the sample is loaded. */
  companyId: string;
  name: string;
  apiUrl: string;
  people: readonly SamplePerson[];
  modules: readonly SampleModule[];
  api: SampleApi;
  groups: readonly { name: string; scopes: readonly string[] }[];
  clients: readonly SampleClient[];
  tokens: readonly SampleToken[];
  legacyKey?: { createdDaysAgo: number; usedHoursAgo: number; useCount: number };
}>;

/** Nobody can sign in as one of them: they have no password. The first makes what the sample shows. */
export type SamplePerson = { name: string; email: string; role: Role };

export type SampleModule = { key: string; names: Translated; isOn: boolean };

export type SampleScope = {
  key: string;
  level: "read" | "write";
  module?: string;
  names: Translated;
  descriptions: Translated;
  parameters?: readonly SampleParameter[];
};

export type SampleParameter = {
  key: string;
  kind: "text" | "number" | "choice" | "list" | "date" | "secret";
  names: Translated;
  choices?: readonly { key: string; names: Translated }[];
};

export type SampleApi = {
  name: string;
  audience: string;
  surface: "core" | "partner";
  errorProfile: "rfc6750" | "coded";
  /** Left out: opaque. */
  tokenFormat?: "opaque" | "jwt";
  /** The header in which each call names the client of its token; left out: none. */
  clientIdHeader?: string;
  scopes: readonly SampleScope[];
};

export type SampleGrant = {
  /** E-mail of the person who consented; left out for client credentials. */
  by?: string;
  scopes: readonly string[];
  /** What the contexts with parameters were given, by context. */
  values?: Readonly<Record<string, Record<string, string[]>>>;
  createdDaysAgo: number;
  /** Left out: without end. Negative: ended. */
  endsInDays?: number;
  usedHoursAgo: number | null;
  useCount: number;
  revokedDaysAgo?: number;
};

export type SampleSecret = {
  createdDaysAgo: number;
  usedHoursAgo: number | null;
  useCount: number;
  usedFrom?: { ip: string; agent: string };
  closesAfterQuietDays?: number;
};

export type SampleClient = {
  name: string;
  description: string;
  grantType: "authorization_code" | "client_credentials";
  group: string;
  isPublic?: boolean;
  keyPrefix?: string;
  redirectUris?: readonly string[];
  /** It signs with a key that is drawn and forgotten, instead of having a secret. */
  hasKey?: true;
  additionalGrantTypes?: readonly AdditionalGrantType[];
  requiresDpop?: boolean;
  verifiedDaysAgo?: number;
  /** Of its secrets: the newest last. Left out: one, as old as the client. */
  secrets?: readonly SampleSecret[];
  siteUrl?: string;
  /** Contexts that a person may leave out. */
  optionalScopes?: readonly string[];
  /** It uses the obsolete classic flow. */
  isClassic?: boolean;
  createdDaysAgo: number;
  disabledDaysAgo?: number;
  grants: readonly SampleGrant[];
};

export type SampleToken = {
  name: string;
  description: string;
  /** Left out: general access. */
  scopes?: readonly string[];
  createdDaysAgo: number;
  /** Null: without end. Negative: expired. */
  expiresInDays: number | null;
  usedHoursAgo: number | null;
  useCount: number;
  revokedDaysAgo?: number;
};

/** A text in the five languages, in the order of `LOCALES`. */
export const words = (en: string, fr: string, ptBR: string, ru: string, es: string): Translated => ({
  en,
  fr,
  "pt-BR": ptBR,
  ru,
  es,
});
