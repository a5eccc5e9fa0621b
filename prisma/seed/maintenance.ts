import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { type Sample, words } from "./sample";

const TECHNICIAN = "technician@maintenance.example.com";
const REQUESTS = "work_requests:read";

/** A maintenance system: OAuth users for every partner, and the old API connection that is still in use. */
export const maintenance: Sample = {
  companyId: "0192f000-0000-7000-8000-000000000001",
  name: "Sample Maintenance",
  apiUrl: "https://api.maintenance.example.com",
  people: [
    { name: "Maintenance Admin", email: "admin@maintenance.example.com", role: "admin" },
    { name: "Maintenance Technician", email: TECHNICIAN, role: "member" },
  ],
  modules: [],
  api: {
    name: "Maintenance API",
    audience: "https://api.maintenance.example.com",
    surface: "core",
    errorProfile: "rfc6750",
    scopes: [
      {
        key: "assets:read",
        level: "read",
        names: words("Assets", "Équipements", "Ativos", "Оборудование", "Activos"),
        descriptions: words(
          "Read assets and their meters",
          "Lire les équipements et leurs compteurs",
          "Ler ativos e seus medidores",
          "Просматривать оборудование и показания счётчиков",
          "Leer los activos y sus medidores",
        ),
      },
      {
        key: REQUESTS,
        level: "read",
        names: words(
          "Work requests",
          "Demandes de travail",
          "Solicitações de trabalho",
          "Заявки на работы",
          "Solicitudes de trabajo",
        ),
        descriptions: words(
          "Read work requests",
          "Lire les demandes de travail",
          "Ler solicitações de trabalho",
          "Просматривать заявки на работы",
          "Leer las solicitudes de trabajo",
        ),
      },
      {
        key: "work_orders:write",
        level: "write",
        names: words("Work orders", "Ordres de travail", "Ordens de serviço", "Наряды на работы", "Órdenes de trabajo"),
        descriptions: words(
          "Create and close work orders",
          "Créer et clôturer des ordres de travail",
          "Criar e encerrar ordens de serviço",
          "Создавать и закрывать наряды на работы",
          "Crear y cerrar órdenes de trabajo",
        ),
      },
    ],
  },
  groups: [
    { name: "Read only", scopes: ["assets:read", REQUESTS] },
    { name: "Read and write", scopes: ["assets:read", REQUESTS, "work_orders:write"] },
  ],
  clients: [
    {
      name: "Test",
      description: "",
      grantType: "client_credentials",
      group: "Read only",
      createdDaysAgo: 120,
      grants: [{ scopes: ["assets:read", REQUESTS], createdDaysAgo: 120, usedHoursAgo: null, useCount: 0 }],
    },
    {
      name: "Test 2",
      description: "",
      grantType: "client_credentials",
      group: "Read only",
      createdDaysAgo: 110,
      disabledDaysAgo: 20,
      grants: [
        { scopes: ["assets:read", REQUESTS], createdDaysAgo: 110, usedHoursAgo: null, useCount: 0, revokedDaysAgo: 20 },
      ],
    },
    {
      name: "Token test",
      description: "Nightly export of the assets to the data warehouse",
      grantType: "client_credentials",
      group: "Read and write",
      createdDaysAgo: 90,
      secrets: [
        {
          createdDaysAgo: 90,
          usedHoursAgo: 55,
          useCount: 1_240,
          usedFrom: { ip: "203.0.113.24", agent: "export-job/1.8" },
          closesAfterQuietDays: 14,
        },
        { createdDaysAgo: 9, usedHoursAgo: 7, useCount: 48, usedFrom: { ip: "203.0.113.31", agent: "export-job/2.0" } },
      ],
      grants: [
        {
          scopes: ["assets:read", REQUESTS, "work_orders:write"],
          createdDaysAgo: 90,
          usedHoursAgo: 7,
          useCount: 1_288,
        },
      ],
    },
    {
      name: "Field service app",
      description: "Work orders on the technicians’ phones",
      grantType: "authorization_code",
      group: "Read and write",
      isPublic: true,
      redirectUris: ["https://field.example.com/callback", "http://127.0.0.1/callback"],
      siteUrl: "https://field.example.com",
      additionalGrantTypes: [DEVICE_CODE],
      optionalScopes: ["work_orders:write"],
      verifiedDaysAgo: 58,
      createdDaysAgo: 60,
      grants: [
        {
          by: TECHNICIAN,
          scopes: ["assets:read", "work_orders:write"],
          createdDaysAgo: 41,
          usedHoursAgo: 1,
          useCount: 312,
        },
      ],
    },
  ],
  tokens: [],
  legacyKey: { createdDaysAgo: 400, usedHoursAgo: 30, useCount: 20_417 },
};
