import { endpoint } from "@/lib/doors/endpoint";
import { introspect } from "@/lib/oauth/introspect";
import { noted } from "@/lib/oauth/noted";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ POST: noted("introspect", introspect) });
