import "server-only";
import type { Translated } from "@/lib/apis/system";
import type { Db } from "@/lib/db/client";
import type { Locale } from "@/lib/i18n/locales";
import { insertApi, insertGroup, listSharedScopes } from "./store";

const GROUPS = {
  open: { en: "Open API", fr: "API ouverte", "pt-BR": "API aberta", ru: "Открытый API", es: "API abierta" },
  read: { en: "Read only", fr: "Lecture seule", "pt-BR": "Somente leitura", ru: "Только чтение", es: "Solo lectura" },
  write: {
    en: "Read and write",
    fr: "Lecture et écriture",
    "pt-BR": "Leitura e escrita",
    ru: "Чтение и изменение",
    es: "Lectura y escritura",
  },
} satisfies Record<string, Translated>;

const API_NAME: Record<Locale, (company: string) => string> = {
  en: (company) => `${company} API`,
  fr: (company) => `API ${company}`,
  "pt-BR": (company) => `API ${company}`,
  ru: (company) => `API ${company}`,
  es: (company) => `API ${company}`,
};

const SCOPES = [
  {
    key: "api:read",
    level: "read",
    names: { en: "Read", fr: "Lecture", "pt-BR": "Leitura", ru: "Чтение", es: "Lectura" },
    descriptions: {
      en: "Read data through the API",
      fr: "Lire des données par l’API",
      "pt-BR": "Ler dados pela API",
      ru: "Читать данные через API",
      es: "Leer datos mediante la API",
    },
  },
  {
    key: "api:write",
    level: "write",
    names: { en: "Write", fr: "Écriture", "pt-BR": "Escrita", ru: "Изменение", es: "Escritura" },
    descriptions: {
      en: "Create, change and delete data through the API",
      fr: "Créer, modifier et supprimer des données par l’API",
      "pt-BR": "Criar, alterar e excluir dados pela API",
      ru: "Создавать, изменять и удалять данные через API",
      es: "Crear, modificar y eliminar datos mediante la API",
    },
  },
] satisfies { key: string; level: "read" | "write"; names: Translated; descriptions: Translated }[];

type First = Readonly<{ companyId: string; company: string; apiUrl: string | null; locale: Locale }>;

/**
 * What a new company begins with, so that its first OAuth user can be made at once: a permission group for the open API
 * and, where the company's own API is known, that API with a context to read and one to write, and a group for each. With
 * each of them people can sign in. The names are data, in the language of whoever sets it up.
 */
export async function insertStartingPoint(db: Db, { companyId, company, apiUrl, locale }: First): Promise<void> {
  const shared = (await listSharedScopes(db)).map(({ id }) => id);
  if (shared.length === 0) throw new Error("the system APIs are missing: run ensureSystemApis first");
  await insertGroup(db, { companyId, name: GROUPS.open[locale], scopeIds: shared });
  if (!apiUrl) return;
  const { scopes } = await insertApi(db, {
    companyId,
    name: API_NAME[locale](company),
    audience: apiUrl,
    scopes: SCOPES.map((scope, position) => ({ ...scope, position })),
  });
  const idsOf = (...keys: string[]) => scopes.filter(({ key }) => keys.includes(key)).map(({ id }) => id);
  await insertGroup(db, { companyId, name: GROUPS.read[locale], scopeIds: [...idsOf("api:read"), ...shared] });
  await insertGroup(db, {
    companyId,
    name: GROUPS.write[locale],
    scopeIds: [...idsOf("api:read", "api:write"), ...shared],
  });
}
