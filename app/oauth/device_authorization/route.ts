import { endpoint } from "@/lib/doors/endpoint";
import { preflight, readableByPublicClients } from "@/lib/oauth/cors";
import { beginDevice } from "@/lib/oauth/device/begin";
import { noted } from "@/lib/oauth/noted";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  POST: readableByPublicClients(noted("device_authorization", beginDevice)),
  OPTIONS: preflight,
});
