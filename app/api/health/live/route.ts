import { endpoint } from "@/lib/doors/endpoint";
import { live } from "@/lib/serve/health";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ GET: live, HEAD: live }, { shape: "api" });
