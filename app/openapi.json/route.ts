import { openApi } from "@/lib/api/openapi";
import { endpoint } from "@/lib/doors/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  { GET: openApi, HEAD: openApi },
  { shape: "api" },
);
