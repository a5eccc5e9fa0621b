import { endpoint } from "@/lib/doors/endpoint";
import { preflight, readableByPublicClients } from "@/lib/oauth/cors";
import { noted } from "@/lib/oauth/noted";
import { userinfo } from "@/lib/oauth/userinfo";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET: readableByPublicClients(noted("userinfo", userinfo)),
  POST: readableByPublicClients(noted("userinfo", userinfo)),
  OPTIONS: preflight,
});
