import { endpoint } from "@/lib/doors/endpoint";
import { preflight, readableByPublicClients } from "@/lib/oauth/cors";
import { beginDevice } from "@/lib/oauth/device/begin";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  POST: readableByPublicClients(beginDevice),
  OPTIONS: preflight,
});
