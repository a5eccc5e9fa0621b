import { endpoint } from "@/lib/doors/endpoint";
import { jwks } from "@/lib/oauth/jwks";
import { publicPreflight } from "@/lib/oauth/public-reading";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET: jwks,
  HEAD: jwks,
  OPTIONS: publicPreflight,
});
