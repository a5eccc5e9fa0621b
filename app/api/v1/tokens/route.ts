import { handlers } from "@/lib/api/operation";
import { generateToken, listTokens } from "@/lib/api/tokens";
import { endpoint } from "@/lib/doors/endpoint";
import { adminActor } from "@/lib/verify/admin-actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(handlers(generateToken, listTokens), {
  shape: "api",
  who: adminActor,
});
