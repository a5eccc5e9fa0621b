import { endpoint } from "@/lib/doors/endpoint";
import { ready } from "@/lib/serve/health";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ GET: ready, HEAD: ready }, { shape: "api" });
