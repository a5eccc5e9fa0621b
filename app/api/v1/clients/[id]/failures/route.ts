import { listClientFailures } from "@/lib/api/client-failures";
import { handlers } from "@/lib/api/operation";
import { endpoint } from "@/lib/doors/endpoint";
import { adminActor } from "@/lib/verify/admin-actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(handlers(listClientFailures), {
  shape: "api",
  who: adminActor,
});
