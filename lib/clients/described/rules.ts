import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { after, days } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { outwardUrlProblem } from "@/lib/outbound/address";
import { type DescribedMetadata, describedSchema, GRANT_TYPES } from "./schema";

/** Who describes the client: itself, when it registers; or a document of its makers. */
export type Origin = "dynamic" | "document";

type Where = Readonly<{ origin: Origin; mayUseLoopback: boolean }>;

/** The columns of a client that described itself, in what it may say. */
export type DescribedClient = Readonly<{
  name: string | null;
  redirectUris: string[];
  isPublic: boolean;
  authMethod: "client_secret" | "private_key_jwt";
  jwks: DescribedMetadata["jwks"] | null;
  jwksUri: string | null;
  additionalGrantTypes: string[];
  requiresPar: boolean;
  requiresDpop: boolean;
  postLogoutRedirectUris: string[];
  idTokenAlgorithm: "RS256" | "ES256" | "EdDSA";
  siteUrl: string | null;
  privacyPolicyUrl: string | null;
  licenceUrl: string | null;
}>;

const wrong = (description: string): Refusal => new Refusal("invalid_client_metadata", { description });

/** A member that is null is one that was left out. */
const given = (metadata: object): object =>
  Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null));

/**
 * @throws Refusal invalid_redirect_uri, invalid_client_metadata: the first member that is wrong, by its name
 */
export function parsedMetadata(metadata: unknown): DescribedMetadata {
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata))
    throw wrong("the metadata is no JSON object");
  const parsed = describedSchema.safeParse(given(metadata));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const description = `${issue?.path.join(".")}: ${issue?.message}`;
  if (issue?.path[0] === "redirect_uris") throw new Refusal("invalid_redirect_uri", { description });
  throw wrong(description);
}

/** Only with a code in hand does a client need an address to come back to (RFC 7591 §2.1). */
function grantsOf({ grant_types = ["authorization_code"], response_types, redirect_uris = [] }: DescribedMetadata) {
  const unknown = grant_types.find((type) => !GRANT_TYPES.includes(type));
  if (unknown !== undefined) throw wrong(`grant_types: ${unknown} cannot be registered here`);
  const usesBrowser = grant_types.includes("authorization_code");
  const isDevice = grant_types.includes(DEVICE_CODE);
  if (!usesBrowser && !isDevice) throw wrong("grant_types: nothing among them gives a first token");
  if (response_types?.some((type) => type !== "code")) throw wrong("response_types: only code is supported");
  if (response_types && response_types.length > 0 !== usesBrowser)
    throw wrong("response_types and grant_types contradict each other");
  if (usesBrowser && redirect_uris.length === 0)
    throw new Refusal("invalid_redirect_uri", { description: "redirect_uris is missing" });
  return {
    redirectUris: usesBrowser ? [...new Set(redirect_uris)] : [],
    additionalGrantTypes: isDevice ? [DEVICE_CODE] : [],
  };
}

/** A document is read by everybody, so it holds no secret; and what is left out there is a public client. */
function methodOf({ token_endpoint_auth_method: method }: DescribedMetadata, { origin }: Where) {
  if (origin === "dynamic") return method ?? "client_secret_basic";
  if (method?.startsWith("client_secret_"))
    throw wrong("token_endpoint_auth_method: a document cannot hold a secret, use none or private_key_jwt");
  return method ?? "none";
}

function outward(member: string, url: string | undefined, where: Where): string | null {
  if (url === undefined) return null;
  const { href } = URL.canParse(url) ? new URL(url) : { href: url };
  const problem = outwardUrlProblem(href, where);
  if (problem) throw wrong(`${member} ${problem}`);
  return href;
}

function keysOf(metadata: DescribedMetadata, where: Where) {
  const { jwks = null } = metadata;
  const jwksUri = outward("jwks_uri", metadata.jwks_uri, where);
  if (jwks && jwksUri) throw wrong("jwks and jwks_uri exclude each other");
  if (methodOf(metadata, where) !== "private_key_jwt") return { jwks: null, jwksUri: null };
  if (!jwks && !jwksUri) throw wrong("private_key_jwt needs jwks or jwks_uri");
  return { jwks, jwksUri };
}

/**
 * The client that a parsed description stands for. Addresses in it are looked at, never asked (#233).
 * @throws Refusal invalid_redirect_uri, invalid_client_metadata
 */
export function describedClient(metadata: DescribedMetadata, where: Where): DescribedClient {
  const method = methodOf(metadata, where);
  outward("logo_uri", metadata.logo_uri, where);
  return {
    ...grantsOf(metadata),
    ...keysOf(metadata, where),
    name: metadata.client_name ?? null,
    isPublic: method === "none",
    authMethod: method === "private_key_jwt" ? "private_key_jwt" : "client_secret",
    requiresPar: metadata.require_pushed_authorization_requests ?? false,
    requiresDpop: metadata.dpop_bound_access_tokens ?? false,
    postLogoutRedirectUris: metadata.post_logout_redirect_uris ?? [],
    idTokenAlgorithm: metadata.id_token_signed_response_alg ?? "RS256",
    siteUrl: outward("client_uri", metadata.client_uri, where),
    privacyPolicyUrl: outward("policy_uri", metadata.policy_uri, where),
    licenceUrl: outward("tos_uri", metadata.tos_uri, where),
  };
}

/** How a client is called that gave itself no name: by where it answers. */
export function fallbackName({ siteUrl, redirectUris }: Pick<DescribedClient, "siteUrl" | "redirectUris">): string {
  const address = siteUrl ?? redirectUris[0];
  if (address === undefined) return "Unnamed application";
  const { protocol, hostname } = new URL(address);
  return (hostname || protocol.slice(0, -1)).slice(0, 80);
}

const SECRET_MEMBERS = ["client_secret", "client_secret_expires_at"];

/**
 * What the document at `url` says of the client whose client_id is `url` (client ID metadata documents, §4): it must
 * name itself, hold no secret, and be a description as any other.
 * @throws Refusal invalid_client_document
 */
export function documentClient(url: string, json: unknown, mayUseLoopback: boolean): DescribedClient {
  const refuse = (description: string) => new Refusal("invalid_client_document", { description });
  const members = Object(json) as Record<string, unknown>;
  if (members.client_id !== url) throw refuse("the document at client_id names another client_id");
  if (SECRET_MEMBERS.some((member) => Object.hasOwn(members, member))) throw refuse("the document holds a secret");
  try {
    return describedClient(parsedMetadata(json), { origin: "document", mayUseLoopback });
  } catch (error) {
    if (error instanceof Refusal) throw refuse(`the document at client_id: ${error.description}`);
    throw error;
  }
}

/**
 * Whether `text` can be the address of a client's document: a URL that a request may go to, with a path
 * (client ID metadata documents, §3).
 */
export const documentUrlProblem = (text: string, mayUseLoopback: boolean): string | null =>
  outwardUrlProblem(text, { mayUseLoopback }) ?? (new URL(text).pathname === "/" ? "has no path" : null);

type Dated = Readonly<{ documentExpiresAt: Date | null }>;

/** The document is to be read again. */
export const isStale = ({ documentExpiresAt }: Dated, now: Date): boolean =>
  documentExpiresAt === null || documentExpiresAt <= now;

/** How long a document that cannot be read again still counts: its host may be away for a day. */
const GRACE_MS = days(1);

/** Its document ended so long ago that nobody stands behind it any more. */
export const isAbandoned = ({ documentExpiresAt }: Dated, now: Date): boolean =>
  documentExpiresAt === null || after(documentExpiresAt, GRACE_MS) <= now;
