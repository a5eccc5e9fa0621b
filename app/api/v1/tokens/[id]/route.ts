import { handlers } from "@/lib/api/operation";
import { readToken, revokeToken } from "@/lib/api/tokens";
import { endpoint } from "@/lib/doors/endpoint";
import { adminActor } from "@/lib/verify/admin-actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(handlers(readToken, revokeToken), {
  shape: "api",
  who: adminActor,
});
