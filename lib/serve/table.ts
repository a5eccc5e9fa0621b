import "server-only";
import * as serverMetadata from "@/app/.well-known/oauth-authorization-server/route";
import * as adminResource from "@/app/.well-known/oauth-protected-resource/api/v1/route";
import * as openResource from "@/app/.well-known/oauth-protected-resource/open/route";
import * as companyResource from "@/app/.well-known/oauth-protected-resource/route";
import * as live from "@/app/api/health/live/route";
import * as ready from "@/app/api/health/ready/route";
import * as verify from "@/app/api/verify/route";
import * as authorize from "@/app/oauth/authorize/route";
import * as decide from "@/app/oauth/decide/route";
import * as introspect from "@/app/oauth/introspect/route";
import * as jwks from "@/app/oauth/jwks/route";
import * as par from "@/app/oauth/par/route";
import * as register from "@/app/oauth/register/route";
import * as revoke from "@/app/oauth/revoke/route";
import * as token from "@/app/oauth/token/route";
import * as openConfig from "@/app/open/global/config/route";
import * as openMe from "@/app/open/me/route";
import type { Table } from "./front";

/**
 * What is answered in front of Next: the functions that these `route.ts` files export. A test holds this list against
 * the files.
 */
export const TABLE: Table = new Map([
  ["/.well-known/oauth-authorization-server", serverMetadata],
  ["/.well-known/oauth-protected-resource", companyResource],
  ["/.well-known/oauth-protected-resource/api/v1", adminResource],
  ["/.well-known/oauth-protected-resource/open", openResource],
  ["/api/health/live", live],
  ["/api/health/ready", ready],
  ["/api/verify", verify],
  ["/oauth/authorize", authorize],
  ["/oauth/decide", decide],
  ["/oauth/introspect", introspect],
  ["/oauth/jwks", jwks],
  ["/oauth/par", par],
  ["/oauth/register", register],
  ["/oauth/revoke", revoke],
  ["/oauth/token", token],
  ["/open/global/config", openConfig],
  ["/open/me", openMe],
]);
