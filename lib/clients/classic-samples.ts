/** The requests of the classic flow as they are documented, filled in. Pure templates for a browser, bash and curl. */

type Subject = Readonly<{ issuer: string; key: string }>;
type Returning = Subject & Readonly<{ redirectUri: string }>;

/** One parameter of a form. What a shell would read inside double quotes is percent-encoded by it. */
const parameter = (name: string, value: string): string => new URLSearchParams({ [name]: value }).toString();

/** The link that begins it (X4), to be opened in a browser. */
export const classicLink = ({ issuer, key, redirectUri }: Returning): string =>
  `${issuer}/login?${[
    "response_type=code",
    parameter("client_id", key),
    parameter("redirect_uri", redirectUri),
    "scope=all",
  ].join("&")}`;

const post = ({ issuer, key }: Subject, parameters: readonly string[]): string =>
  [
    `curl -X POST "${issuer}/token?${parameters.join("&")}" \\`,
    "  -H 'Content-Type: application/x-www-form-urlencoded' \\",
    `  -u "${key}:$OAUTH_CLIENT_SECRET"`,
  ].join("\n");

/** The exchange of the code (X7). */
export const classicExchange = (subject: Returning): string =>
  post(subject, [
    "grant_type=authorization_code",
    parameter("client_id", subject.key),
    "code=$code",
    parameter("redirect_uri", subject.redirectUri),
  ]);

/** The next access token (X10). */
export const classicRefresh = (subject: Subject): string =>
  post(subject, ["grant_type=refresh_token", "refresh_token=$refresh_token"]);
