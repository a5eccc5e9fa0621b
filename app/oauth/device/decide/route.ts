import { endpoint } from "@/lib/doors/endpoint";
import { decideByForm } from "@/lib/oauth/device/decide";
import { signedIn } from "@/lib/session/actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ POST: decideByForm }, { who: signedIn });
