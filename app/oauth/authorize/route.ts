import { endpoint } from "@/lib/doors/endpoint";
import { authorize } from "@/lib/oauth/authorize";
import { signedIn } from "@/lib/session/actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  { GET: authorize, POST: authorize },
  { who: signedIn },
);
