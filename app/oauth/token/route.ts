import { endpoint } from "@/lib/doors/endpoint";
import { preflight, readableByPublicClients } from "@/lib/oauth/cors";
import { token } from "@/lib/oauth/token";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  POST: readableByPublicClients(token),
  OPTIONS: preflight,
});
