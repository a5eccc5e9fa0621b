import "server-only";
import { AUTHORIZATION_OPERATIONS } from "./authorization-operations";
import { listClientFailures } from "./client-failures";
import { addClientSecret, revokeClientSecret, updateClientSecret } from "./client-secrets";
import {
  approveClient,
  createClient,
  disableClient,
  enableClient,
  listClients,
  listPermissionGroups,
  readClient,
  removeClient,
  unverifyClient,
  updateClient,
  verifyClient,
} from "./clients";
import { DEVICE_OPERATIONS } from "./device-operations";
import { listEvents, readEvent } from "./events";
import { listGrants, readGrant, restoreGrant, revokeGrant } from "./grants";
import { METADATA_OPERATIONS } from "./metadata-operations";
import { OPEN_OPERATIONS, VERIFICATION_OPERATIONS } from "./open-operations";
import type { Described, Operation } from "./operation";
import { REGISTRATION_OPERATIONS } from "./registration-operations";
import { SIGN_IN_OPERATIONS } from "./sign-in-operations";
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
  approveClient,
  verifyClient,
  unverifyClient,
  addClientSecret,
  updateClientSecret,
  revokeClientSecret,
  listClientFailures,
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
  ...DEVICE_OPERATIONS,
  ...TOKEN_OPERATIONS,
  ...SIGN_IN_OPERATIONS,
  ...REGISTRATION_OPERATIONS,
  ...METADATA_OPERATIONS,
  ...VERIFICATION_OPERATIONS,
  ...OPEN_OPERATIONS,
];
