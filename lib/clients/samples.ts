/**
 * What an integrator takes along: settings and commands with the key filled in and the secret left to the environment.
 * Pure templates for bash, curl and openssl. Keys are letters and digits, so they need no quoting.
 */

type Subject = Readonly<{ issuer: string; key: string }>;

/** Inside single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The lines of an `.env` file; `secret: null` is a public client. */
export const settingsSample = ({ issuer, key, secret }: Subject & { secret: string | null }): string =>
  [
    `OAUTH_ISSUER=${issuer}`,
    `OAUTH_CLIENT_ID=${key}`,
    ...(secret === null ? [] : [`OAUTH_CLIENT_SECRET=${secret}`]),
  ].join("\n");

/** Client credentials (RFC 6749 §4.4): one request, one token. */
export const tokenSample = ({ issuer, key }: Subject): string =>
  [`curl ${issuer}/oauth/token \\`, `  -u "${key}:$OAUTH_CLIENT_SECRET" \\`, "  -d grant_type=client_credentials"].join(
    "\n",
  );

type Returning = Subject & Readonly<{ redirectUri: string; isPublic: boolean }>;

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
export const exchangeSample = ({ issuer, key, redirectUri, isPublic }: Returning): string =>
  [
    `curl ${issuer}/oauth/token \\`,
    isPublic ? `  -d client_id=${key} \\` : `  -u "${key}:$OAUTH_CLIENT_SECRET" \\`,
    "  -d grant_type=authorization_code \\",
    `  --data-urlencode redirect_uri=${quoted(redirectUri)} \\`,
    `  -d code="$code" \\`,
    `  -d code_verifier="$verifier"`,
  ].join("\n");
