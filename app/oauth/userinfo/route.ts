import { endpoint } from "@/lib/doors/endpoint";
import { preflight, readableByPublicClients } from "@/lib/oauth/cors";
import { userinfo } from "@/lib/oauth/userinfo";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET: readableByPublicClients(userinfo),
  POST: readableByPublicClients(userinfo),
  OPTIONS: preflight,
});
