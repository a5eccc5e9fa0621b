import { ERP_SCOPES } from "./erp-scopes";
import { type Sample, words } from "./sample";

/** An ERP: personal tokens in every state, and contexts that depend on the modules that were bought. */
export const erp: Sample = {
  companyId: "0192f000-0000-7000-8000-000000000002",
  name: "Sample ERP",
  apiUrl: "https://api.erp.example.com",
  people: [
    { name: "ERP Admin", email: "admin@erp.example.com", role: "admin" },
    { name: "ERP Member", email: "member@erp.example.com", role: "member" },
  ],
  modules: [
    {
      key: "sample-erp-commercial",
      names: words("Commercial", "Commercial", "Comercial", "Коммерция", "Comercial"),
      isOn: true,
    },
    {
      key: "sample-erp-industry",
      names: words("Industry", "Industrie", "Indústria", "Производство", "Industria"),
      isOn: true,
    },
    {
      key: "sample-erp-integrations",
      names: words("Integrations", "Intégrations", "Integrações", "Интеграции", "Integraciones"),
      isOn: false,
    },
  ],
  api: {
    name: "ERP API",
    audience: "https://api.erp.example.com",
    surface: "core",
    errorProfile: "rfc6750",
    scopes: ERP_SCOPES,
  },
  groups: [
    { name: "Sales partners", scopes: ["commercial", "stock"] },
    { name: "Suppliers", scopes: ["purchasing", "stock", "labels"] },
  ],
  clients: [
    {
      name: "Web shop",
      description: "Orders and stock of the web shop",
      hasKey: true,
      grantType: "client_credentials",
      group: "Sales partners",
      createdDaysAgo: 150,
      grants: [{ scopes: ["commercial", "stock"], createdDaysAgo: 150, usedHoursAgo: 0, useCount: 51_030 }],
    },
  ],
  tokens: [
    {
      name: "Finance team",
      description: "Token for the queries of the finance team",
      scopes: ["commercial", "dynamic_queries"],
      createdDaysAgo: 45,
      expiresInDays: 320,
      usedHoursAgo: 3,
      useCount: 2_310,
    },
    {
      name: "Warehouse terminals",
      description: "Stock counts and labels",
      scopes: ["stock", "labels"],
      createdDaysAgo: 85,
      expiresInDays: 5,
      usedHoursAgo: 1,
      useCount: 18_442,
    },
    {
      name: "Consultancy",
      description: "Full access during the migration",
      createdDaysAgo: 300,
      expiresInDays: -35,
      usedHoursAgo: 850,
      useCount: 7_015,
    },
    {
      name: "Former supplier",
      description: "",
      scopes: ["purchasing"],
      createdDaysAgo: 210,
      expiresInDays: null,
      usedHoursAgo: 1_500,
      useCount: 640,
      revokedDaysAgo: 60,
    },
    {
      name: "Production planning",
      description: "Prepared for the new planning tool",
      scopes: ["production", "products_engineering"],
      createdDaysAgo: 6,
      expiresInDays: 84,
      usedHoursAgo: null,
      useCount: 0,
    },
    {
      name: "Business intelligence",
      description: "Every context, without end",
      createdDaysAgo: 500,
      expiresInDays: null,
      usedHoursAgo: 12,
      useCount: 88_120,
    },
  ],
};
