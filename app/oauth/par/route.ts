import { endpoint } from "@/lib/doors/endpoint";
import { preflight, readableByPublicClients } from "@/lib/oauth/cors";
import { noted } from "@/lib/oauth/noted";
import { push } from "@/lib/oauth/push";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  POST: readableByPublicClients(noted("par", push)),
  OPTIONS: preflight,
});
