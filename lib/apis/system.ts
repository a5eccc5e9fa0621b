import "server-only";
import { type Db, isUniqueViolation } from "@/lib/db/client";
import { issuerUrl } from "@/lib/env";
import type { Locale } from "@/lib/i18n/locales";
import { adminScope, TOKEN_PERMISSIONS } from "@/lib/people/may";
import { IDENTITY_SCOPES, identityAudience } from "./identity";
import { upsertApi, upsertScope } from "./store";

export type Translated = Record<Locale, string>;

export type SystemScope = { key: string; level: "read" | "write"; names: Translated; descriptions: Translated };

const OPEN_SCOPES: SystemScope[] = [
  {
    key: "open:read",
    level: "read",
    names: {
      en: "Open API",
      fr: "API ouverte",
      "pt-BR": "API aberta",
      ru: "Открытый API",
      es: "API abierta",
    },
    descriptions: {
      en: "See for whom and for which company it acts",
      fr: "Voir pour qui et pour quelle entreprise elle agit",
      "pt-BR": "Ver para quem e para qual empresa ela age",
      ru: "Узнавать, для кого и для какой компании оно действует",
      es: "Ver para quién y para qué empresa actúa",
    },
  },
];

const NOUNS: Record<string, Translated> = {
  clients: {
    en: "OAuth users",
    fr: "Utilisateurs OAuth",
    "pt-BR": "Usuários OAuth",
    ru: "Пользователи OAuth",
    es: "Usuarios OAuth",
  },
  tokens: {
    en: "Access tokens",
    fr: "Jetons d’accès",
    "pt-BR": "Tokens de acesso",
    ru: "Токены доступа",
    es: "Tokens de acceso",
  },
  grants: {
    en: "App authorizations",
    fr: "Autorisations d’application",
    "pt-BR": "Autorizações de aplicativos",
    ru: "Разрешения приложений",
    es: "Autorizaciones de aplicaciones",
  },
  log: {
    en: "Transaction log",
    fr: "Journal des transactions",
    "pt-BR": "Registro de transações",
    ru: "Журнал операций",
    es: "Registro de transacciones",
  },
};

const LEVELS: Record<"read" | "write", { names: Translated; descriptions: Translated }> = {
  read: {
    names: { en: "read", fr: "lecture", "pt-BR": "leitura", ru: "чтение", es: "lectura" },
    descriptions: {
      en: "List and read them through the admin API",
      fr: "Les lister et les lire par l’API d’administration",
      "pt-BR": "Listar e ler pela API de administração",
      ru: "Просматривать их через API администрирования",
      es: "Listar y leer mediante la API de administración",
    },
  },
  write: {
    names: { en: "write", fr: "écriture", "pt-BR": "escrita", ru: "изменение", es: "escritura" },
    descriptions: {
      en: "Create, change and revoke them through the admin API",
      fr: "Les créer, les modifier et les révoquer par l’API d’administration",
      "pt-BR": "Criar, alterar e revogar pela API de administração",
      ru: "Создавать, изменять и отзывать их через API администрирования",
      es: "Crear, modificar y revocar mediante la API de administración",
    },
  },
};

const joined = (noun: Translated, level: Translated): Translated =>
  Object.fromEntries(
    Object.entries(noun).map(([locale, text]) => [locale, `${text}: ${level[locale as Locale]}`]),
  ) as Translated;

const ADMIN_SCOPES: SystemScope[] = TOKEN_PERMISSIONS.map((permission) => {
  const [noun = "", level = "read"] = permission.split(":") as [string, "read" | "write"];
  const words = LEVELS[level];
  return {
    key: adminScope(permission),
    level,
    names: joined(NOUNS[noun] as Translated, words.names),
    descriptions: words.descriptions,
  };
});

export const openAudience = (): string => `${issuerUrl()}/open`;
export const adminAudience = (): string => `${issuerUrl()}/api/v1`;

/** Whether a context belongs to the admin API: it is never part of general access nor of a permission group. */
export const isAdminScope = (key: string): boolean => key.startsWith("postern:");

async function upsertSystemApis(db: Db): Promise<void> {
  const open = await upsertApi(db, {
    systemKey: "open",
    name: "Postern open API",
    audience: openAudience(),
    surface: "partner",
    errorProfile: "coded",
  });
  const admin = await upsertApi(db, {
    systemKey: "admin",
    name: "Postern admin API",
    audience: adminAudience(),
    surface: "core",
    errorProfile: "rfc6750",
  });
  for (const [position, scope] of OPEN_SCOPES.entries()) await upsertScope(db, { apiId: open.id, position, ...scope });
  for (const [position, scope] of ADMIN_SCOPES.entries())
    await upsertScope(db, { apiId: admin.id, position, ...scope });
  const identity = await upsertApi(db, {
    systemKey: "identity",
    name: "Postern sign-in",
    audience: identityAudience(),
    surface: "core",
    errorProfile: "rfc6750",
  });
  for (const [position, scope] of IDENTITY_SCOPES.entries())
    await upsertScope(db, { apiId: identity.id, position, ...scope });
}

const ATTEMPTS = 4;

/**
 * Brings the three APIs that Postern itself serves, and their contexts, up to date. Run at each start, after the
 * migrations. Of several first starts at once one may lose a row to another (each API has two unique columns, and an
 * upsert looks at one): it then finds it there.
 */
export async function ensureSystemApis(db: Db): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await upsertSystemApis(db);
    } catch (error) {
      if (attempt === ATTEMPTS || !isUniqueViolation(error)) throw error;
    }
  }
}
