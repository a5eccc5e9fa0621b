import type { AuthMethod } from "./authentication";
import type { GrantType } from "./schema";

/**
 * What an integrator takes along: settings and commands with the key filled in and the secret left to the environment.
 * Pure templates for bash, curl and openssl. Keys are letters and digits, so they need no quoting.
 */

type Subject = Readonly<{ issuer: string; key: string }>;

/** By what a client shows that it is the one: a secret, a signature, or nothing, as everybody could read it. */
export type Proves = "secret" | "key" | "nothing";
export const provesBy = ({ isPublic, authMethod }: Readonly<{ isPublic: boolean; authMethod: AuthMethod }>): Proves => {
  if (isPublic) return "nothing";
  return authMethod === "private_key_jwt" ? "key" : "secret";
};
type Proving = Subject & Readonly<{ proves: Proves }>;

/** Inside single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** How curl says which client asks (RFC 6749 §2.3.1, RFC 7523 §2.2). */
const PROOFS: Record<Proves, (key: string) => string[]> = {
  secret: (key) => [`  -u "${key}:$OAUTH_CLIENT_SECRET" \\`],
  key: () => [
    "  -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\",
    '  -d client_assertion="$OAUTH_CLIENT_ASSERTION" \\',
  ],
  nothing: (key) => [`  -d client_id=${key} \\`],
};

/** The lines of an `.env` file; `secret: null` is a client without one. */
export const settingsSample = ({ issuer, key, secret }: Subject & { secret: string | null }): string =>
  [
    `OAUTH_ISSUER=${issuer}`,
    `OAUTH_CLIENT_ID=${key}`,
    ...(secret === null ? [] : [`OAUTH_CLIENT_SECRET=${secret}`]),
  ].join("\n");

/** Client credentials (RFC 6749 §4.4): one request, one token. */
export const tokenSample = ({ issuer, key, proves }: Proving): string =>
  [`curl ${issuer}/oauth/token \\`, ...PROOFS[proves](key), "  -d grant_type=client_credentials"].join("\n");

type Returning = Proving & Readonly<{ redirectUri: string }>;

/** A verifier, its S256 challenge (RFC 7636 §4.1, §4.2) and the link that opens the sign-in (RFC 6749 §4.1.1). */
export function linkSample({ issuer, key, redirectUri }: Returning): string {
  const query = new URLSearchParams({ response_type: "code", client_id: key, redirect_uri: redirectUri });
  return [
    "verifier=$(openssl rand -hex 32)",
    'challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary |',
    "  openssl base64 -A | tr '+/' '-_' | tr -d '=')",
    "state=$(openssl rand -hex 16)",
    `link=${quoted(`${issuer}/oauth/authorize?${query}`)}`,
    'echo "$link&state=$state&code_challenge=$challenge&code_challenge_method=S256"',
  ].join("\n");
}

/** The exchange of the code (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export const exchangeSample = ({ issuer, key, redirectUri, proves }: Returning): string =>
  [
    `curl ${issuer}/oauth/token \\`,
    ...PROOFS[proves](key),
    "  -d grant_type=authorization_code \\",
    `  --data-urlencode redirect_uri=${quoted(redirectUri)} \\`,
    `  -d code="$code" \\`,
    `  -d code_verifier="$verifier"`,
  ].join("\n");

/** What a sample does; its texts are found under this name. */
export type Step = "token" | "link" | "exchange";
export type Sample = Readonly<{ step: Step; code: string }>;

type Client = Readonly<{
  key: string;
  grantType: GrantType;
  isPublic: boolean;
  authMethod: AuthMethod;
  redirectUris?: readonly string[];
}>;

/** The commands of a client's grant type; none for one that acts for people and has no address to begin at: a device. */
export function samplesOf(issuer: string, { key, grantType, redirectUris, ...client }: Client): Sample[] {
  const proving = { issuer, key, proves: provesBy(client) };
  if (grantType === "client_credentials") return [{ step: "token", code: tokenSample(proving) }];
  const redirectUri = redirectUris?.[0];
  if (redirectUri === undefined) return [];
  const returning = { ...proving, redirectUri };
  return [
    { step: "link", code: linkSample(returning) },
    { step: "exchange", code: exchangeSample(returning) },
  ];
}
