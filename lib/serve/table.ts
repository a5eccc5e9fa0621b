import "server-only";
import * as serverMetadata from "@/app/.well-known/oauth-authorization-server/route";
import * as adminResource from "@/app/.well-known/oauth-protected-resource/api/v1/route";
import * as identityResource from "@/app/.well-known/oauth-protected-resource/oauth/userinfo/route";
import * as openResource from "@/app/.well-known/oauth-protected-resource/open/route";
import * as companyResource from "@/app/.well-known/oauth-protected-resource/route";
import * as openidConfiguration from "@/app/.well-known/openid-configuration/route";
import * as live from "@/app/api/health/live/route";
import * as ready from "@/app/api/health/ready/route";
import * as verify from "@/app/api/verify/route";
import * as login from "@/app/login/route";
import * as authorize from "@/app/oauth/authorize/route";
import * as decide from "@/app/oauth/decide/route";
import * as decideDevice from "@/app/oauth/device/decide/route";
import * as deviceAuthorization from "@/app/oauth/device_authorization/route";
import * as introspect from "@/app/oauth/introspect/route";
import * as jwks from "@/app/oauth/jwks/route";
import * as logout from "@/app/oauth/logout/route";
import * as par from "@/app/oauth/par/route";
import * as register from "@/app/oauth/register/route";
import * as revoke from "@/app/oauth/revoke/route";
import * as token from "@/app/oauth/token/route";
import * as userinfo from "@/app/oauth/userinfo/route";
import * as openConfig from "@/app/open/global/config/route";
import * as openMe from "@/app/open/me/route";
import * as classicToken from "@/app/token/route";
import type { Table } from "./front";

/**
 * What is answered in front of Next: the functions that these `route.ts` files export. A test holds this list against
 * the files.
 */
export const TABLE: Table = new Map([
  ["/.well-known/oauth-authorization-server", serverMetadata],
  ["/.well-known/oauth-protected-resource", companyResource],
  ["/.well-known/oauth-protected-resource/api/v1", adminResource],
  ["/.well-known/oauth-protected-resource/oauth/userinfo", identityResource],
  ["/.well-known/oauth-protected-resource/open", openResource],
  ["/.well-known/openid-configuration", openidConfiguration],
  ["/api/health/live", live],
  ["/api/health/ready", ready],
  ["/api/verify", verify],
  ["/login", login],
  ["/oauth/authorize", authorize],
  ["/oauth/decide", decide],
  ["/oauth/device/decide", decideDevice],
  ["/oauth/device_authorization", deviceAuthorization],
  ["/oauth/introspect", introspect],
  ["/oauth/jwks", jwks],
  ["/oauth/logout", logout],
  ["/oauth/par", par],
  ["/oauth/register", register],
  ["/oauth/revoke", revoke],
  ["/oauth/token", token],
  ["/oauth/userinfo", userinfo],
  ["/open/global/config", openConfig],
  ["/open/me", openMe],
  ["/token", classicToken],
]);
