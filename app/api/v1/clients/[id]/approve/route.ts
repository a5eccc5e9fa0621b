import { approveClient } from "@/lib/api/clients";
import { handlers } from "@/lib/api/operation";
import { endpoint } from "@/lib/doors/endpoint";
import { adminActor } from "@/lib/verify/admin-actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(handlers(approveClient), {
  shape: "api",
  who: adminActor,
});
