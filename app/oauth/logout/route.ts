import { endpoint } from "@/lib/doors/endpoint";
import { logout } from "@/lib/oauth/logout";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ GET: logout, POST: logout });
