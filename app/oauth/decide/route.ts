import { endpoint } from "@/lib/doors/endpoint";
import { decide } from "@/lib/oauth/decide";
import { signedIn } from "@/lib/session/actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ POST: decide }, { who: signedIn });
