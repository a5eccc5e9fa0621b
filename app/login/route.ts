import { endpoint } from "@/lib/doors/endpoint";
import { authorize } from "@/lib/oauth/authorize";
import { obsolete } from "@/lib/oauth/classic-headers";
import { signedIn } from "@/lib/session/actor";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = obsolete(
  endpoint({ GET: authorize, POST: authorize }, { who: signedIn }),
);
