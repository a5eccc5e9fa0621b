import { endpoint } from "@/lib/doors/endpoint";
import { introspect } from "@/lib/oauth/introspect";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ POST: introspect });
