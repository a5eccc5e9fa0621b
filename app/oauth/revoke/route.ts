import { endpoint } from "@/lib/doors/endpoint";
import { revoke } from "@/lib/oauth/revoke";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ POST: revoke });
