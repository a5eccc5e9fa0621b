import "server-only";
import * as adminResource from "@/app/.well-known/oauth-protected-resource/api/v1/route";
import * as openResource from "@/app/.well-known/oauth-protected-resource/open/route";
import * as live from "@/app/api/health/live/route";
import * as ready from "@/app/api/health/ready/route";
import * as verify from "@/app/api/verify/route";
import * as openConfig from "@/app/open/global/config/route";
import * as openMe from "@/app/open/me/route";
import type { Table } from "./front";

/**
 * What is answered in front of Next: the functions that these `route.ts` files export. A test holds this list against
 * the files.
 */
export const TABLE: Table = new Map([
  ["/.well-known/oauth-protected-resource/api/v1", adminResource],
  ["/.well-known/oauth-protected-resource/open", openResource],
  ["/api/health/live", live],
  ["/api/health/ready", ready],
  ["/api/verify", verify],
  ["/open/global/config", openConfig],
  ["/open/me", openMe],
]);
