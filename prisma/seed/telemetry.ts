import { type Sample, words } from "./sample";

/** A telemetry service: bearer keys alone, errors with a code in words, and counts of use. */
export const telemetry: Sample = {
  companyId: "0192f000-0000-7000-8000-000000000004",
  name: "Sample Telemetry",
  apiUrl: "https://telemetry.example.com",
  people: [{ name: "Telemetry Admin", email: "admin@telemetry.example.com", role: "admin" }],
  modules: [],
  api: {
    name: "Telemetry API",
    audience: "https://telemetry.example.com/open",
    surface: "partner",
    errorProfile: "coded",
    scopes: [
      {
        key: "telemetry:read",
        level: "read",
        names: words("Statistics", "Statistiques", "Estatísticas", "Статистика", "Estadísticas"),
        descriptions: words(
          "Read visits, surveys and monitors of the workspace",
          "Lire les visites, les enquêtes et les moniteurs de l’espace de travail",
          "Ler visitas, pesquisas e monitores do espaço de trabalho",
          "Просматривать посещения, опросы и мониторы рабочего пространства",
          "Leer visitas, encuestas y monitores del espacio de trabajo",
        ),
      },
      {
        key: "telemetry:write",
        level: "write",
        names: words("Events", "Événements", "Eventos", "События", "Eventos"),
        descriptions: words(
          "Send events and change monitors",
          "Envoyer des événements et modifier les moniteurs",
          "Enviar eventos e alterar monitores",
          "Отправлять события и изменять мониторы",
          "Enviar eventos y modificar monitores",
        ),
      },
    ],
  },
  groups: [{ name: "Statistics", scopes: ["telemetry:read"] }],
  clients: [],
  tokens: [
    {
      name: "Status page",
      description: "Shows the monitors to the public",
      scopes: ["telemetry:read"],
      createdDaysAgo: 200,
      expiresInDays: null,
      usedHoursAgo: 0,
      useCount: 96_204,
    },
    {
      name: "Website",
      description: "Sends the page views",
      scopes: ["telemetry:write"],
      createdDaysAgo: 180,
      expiresInDays: 185,
      usedHoursAgo: 0,
      useCount: 1_204_551,
    },
    { name: "Try-out", description: "", createdDaysAgo: 2, expiresInDays: 28, usedHoursAgo: 26, useCount: 3 },
  ],
};
