import { endpoint } from "@/lib/doors/endpoint";
import { noted } from "@/lib/oauth/noted";
import { revoke } from "@/lib/oauth/revoke";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ POST: noted("revoke", revoke) });
