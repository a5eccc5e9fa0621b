import { type Sample, words } from "./sample";

const SENDER = "sender@fax.example.com";

/** A fax service: an API that wants JWTs, personal tokens with an end, and an OAuth user that acts for the people who consented. */
export const fax: Sample = {
  companyId: "0192f000-0000-7000-8000-000000000003",
  name: "Sample Fax",
  apiUrl: "https://restapi.fax.example.com",
  people: [
    { name: "Fax Admin", email: "admin@fax.example.com", role: "admin" },
    { name: "Fax Sender", email: SENDER, role: "member" },
  ],
  modules: [
    {
      key: "sample-fax-api",
      names: words("API access", "Accès à l’API", "Acesso à API", "Доступ к API", "Acceso a la API"),
      isOn: true,
    },
  ],
  api: {
    name: "Fax API",
    audience: "https://restapi.fax.example.com",
    surface: "partner",
    errorProfile: "rfc6750",
    tokenFormat: "jwt",
    clientIdHeader: "x-fax-clientid",
    scopes: [
      {
        key: "fax:all:read",
        level: "read",
        module: "sample-fax-api",
        names: words("Everything: read", "Tout : lecture", "Tudo: leitura", "Всё: чтение", "Todo: lectura"),
        descriptions: words(
          "Read faxes, files, numbers and the account",
          "Lire les fax, les fichiers, les numéros et le compte",
          "Ler faxes, arquivos, números e a conta",
          "Просматривать факсы, файлы, номера и учётную запись",
          "Leer faxes, archivos, números y la cuenta",
        ),
      },
      {
        key: "fax:all:edit",
        level: "write",
        module: "sample-fax-api",
        names: words("Everything: edit", "Tout : modification", "Tudo: edição", "Всё: изменение", "Todo: edición"),
        descriptions: words(
          "Send and delete faxes, change the account",
          "Envoyer et supprimer des fax, modifier le compte",
          "Enviar e excluir faxes, alterar a conta",
          "Отправлять и удалять факсы, изменять учётную запись",
          "Enviar y eliminar faxes, modificar la cuenta",
        ),
      },
      {
        key: "fax:fax:read",
        level: "read",
        module: "sample-fax-api",
        names: words("Faxes: read", "Fax : lecture", "Faxes: leitura", "Факсы: чтение", "Faxes: lectura"),
        descriptions: words(
          "List and download faxes",
          "Lister et télécharger les fax",
          "Listar e baixar faxes",
          "Просматривать и скачивать факсы",
          "Ver y descargar faxes",
        ),
      },
      {
        key: "fax:fax:edit",
        level: "write",
        module: "sample-fax-api",
        names: words("Faxes: send", "Fax : envoi", "Faxes: envio", "Факсы: отправка", "Faxes: envío"),
        descriptions: words("Send faxes", "Envoyer des fax", "Enviar faxes", "Отправлять факсы", "Enviar faxes"),
      },
    ],
  },
  groups: [
    { name: "Faxes", scopes: ["fax:fax:read", "fax:fax:edit"] },
    { name: "Everything", scopes: ["fax:all:read", "fax:all:edit", "fax:fax:read", "fax:fax:edit"] },
  ],
  clients: [
    {
      name: "Office suite",
      description: "Sends documents as faxes on behalf of whoever is signed in",
      grantType: "authorization_code",
      group: "Faxes",
      keyPrefix: "APIK-",
      isClassic: true,
      redirectUris: ["https://office.example.com/oauth/callback", "https://staging.office.example.com/oauth/callback"],
      siteUrl: "https://office.example.com",
      createdDaysAgo: 75,
      grants: [
        { by: SENDER, scopes: ["fax:fax:read", "fax:fax:edit"], createdDaysAgo: 28, usedHoursAgo: 4, useCount: 96 },
        {
          by: "admin@fax.example.com",
          scopes: ["fax:fax:read"],
          createdDaysAgo: 70,
          usedHoursAgo: 900,
          useCount: 12,
          revokedDaysAgo: 30,
        },
      ],
    },
  ],
  tokens: [
    {
      name: "Incoming faxes to archive",
      description: "Downloads what came in, every hour",
      scopes: ["fax:fax:read"],
      createdDaysAgo: 20,
      expiresInDays: 70,
      usedHoursAgo: 1,
      useCount: 480,
    },
    {
      name: "Account report",
      description: "",
      scopes: ["fax:all:read"],
      createdDaysAgo: 100,
      expiresInDays: -10,
      usedHoursAgo: 260,
      useCount: 13,
    },
  ],
};
