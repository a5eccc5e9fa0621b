import { endpoint } from "@/lib/doors/endpoint";
import { openMe } from "@/lib/verify/open";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  { GET: openMe, HEAD: openMe },
  { shape: "coded" },
);
