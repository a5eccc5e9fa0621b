import { endpoint } from "@/lib/doors/endpoint";
import { openConfig } from "@/lib/verify/open";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  { GET: openConfig, HEAD: openConfig },
  { shape: "coded" },
);
