import { endpoint } from "@/lib/doors/endpoint";
import { preflight, readableByPublicClients } from "@/lib/oauth/cors";
import { noted } from "@/lib/oauth/noted";
import { token } from "@/lib/oauth/token";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  POST: readableByPublicClients(noted("token", token)),
  OPTIONS: preflight,
});
