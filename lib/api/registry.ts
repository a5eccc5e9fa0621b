import "server-only";
import { AUTHORIZATION_OPERATIONS } from "./authorization-operations";
import { addClientSecret, revokeClientSecret } from "./client-secrets";
import {
  createClient,
  disableClient,
  enableClient,
  listClients,
  listPermissionGroups,
  readClient,
  removeClient,
  updateClient,
} from "./clients";
import { listEvents, readEvent } from "./events";
import { listGrants, readGrant, restoreGrant, revokeGrant } from "./grants";
import { METADATA_OPERATIONS } from "./metadata-operations";
import { OPEN_OPERATIONS, VERIFICATION_OPERATIONS } from "./open-operations";
import type { Described, Operation } from "./operation";
import { REGISTRATION_OPERATIONS } from "./registration-operations";
import { TOKEN_OPERATIONS } from "./token-operations";
import { generateToken, listTokens, readToken, revokeToken } from "./tokens";

/** The admin API, in the order in which its description shows it. */
export const ADMIN_OPERATIONS: readonly Operation[] = [
  listTokens,
  generateToken,
  readToken,
  revokeToken,
  listClients,
  createClient,
  readClient,
  updateClient,
  removeClient,
  disableClient,
  enableClient,
  addClientSecret,
  revokeClientSecret,
  listPermissionGroups,
  listGrants,
  readGrant,
  revokeGrant,
  restoreGrant,
  listEvents,
  readEvent,
];

/** Everything that can be called from outside. A test holds this list against the `route.ts` files, in both directions. */
export const OPERATIONS: readonly Described[] = [
  ...ADMIN_OPERATIONS,
  ...AUTHORIZATION_OPERATIONS,
  ...TOKEN_OPERATIONS,
  ...REGISTRATION_OPERATIONS,
  ...METADATA_OPERATIONS,
  ...VERIFICATION_OPERATIONS,
  ...OPEN_OPERATIONS,
];
