import { createHash, randomBytes } from "node:crypto";
import { AuthorizationCode, ClientCredentials } from "simple-oauth2";
import { expect, test } from "../fixtures";
import { callbackServer, typeCredentials } from "../people/steps";
import {
  adminApi,
  freePort,
  freshDatabase,
  MACHINE_OWNER,
  machineSettings,
  type NewClient,
  type Server,
  startServer,
} from "../server";

let server: Server;
let api: ReturnType<typeof adminApi>;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  server = await startServer(settings, await freePort());
  api = adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
});
test.afterAll(() => server.stop());

const METHODS = ["header", "body"] as const;

const configuration = ({ key, secret }: NewClient, authorizationMethod: (typeof METHODS)[number]) => ({
  client: { id: key, secret },
  auth: {
    tokenHost: server.url,
    tokenPath: "/oauth/token",
    revokePath: "/oauth/revoke",
  },
  options: { authorizationMethod },
});

const statusOfMe = async (token: string) =>
  (await fetch(`${server.url}/open/me`, { headers: { authorization: `Bearer ${token}` } })).status;

for (const method of METHODS)
  test(`simple-oauth2 does client credentials and revocation, its secret in the ${method} (#99, #100, #170, #247)`, async () => {
    const client = new ClientCredentials(
      configuration(await api.newClient({ grantType: "client_credentials" }), method),
    );
    const given = await client.getToken({ scope: "open:read" });
    expect(given.token).toMatchObject({ scope: "open:read", expires_in: 3600 });
    expect([given.expired(), await statusOfMe(given.token.access_token)]).toEqual([false, 200]);
    await given.revoke("access_token");
    expect(await statusOfMe(given.token.access_token)).toBe(403);
  });

test("simple-oauth2 does code with PKCE, refresh and revocation (#1, #128, #151, #248)", async ({ page }) => {
  const callback = await callbackServer();
  const made = await api.newClient({ grantType: "authorization_code", redirectUris: [callback.url] });
  const given = configuration(made, "header");
  const client = new AuthorizationCode({ ...given, auth: { ...given.auth, authorizePath: "/oauth/authorize" } });
  const verifier = randomBytes(32).toString("base64url");
  await page.goto(
    client.authorizeURL({
      redirect_uri: callback.url,
      scope: "open:read",
      state: "some state",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    }),
  );
  await typeCredentials(page, MACHINE_OWNER);
  const allow = page.getByRole("button", { name: "Allow" });
  await expect(allow).toBeVisible();
  // The page takes no answer in its first half second.
  await page.waitForTimeout(600);
  await allow.click();
  await page.waitForURL(/\/callback\?/);
  const back = new URL(page.url()).searchParams;
  expect(back.get("state")).toBe("some state");
  const params = { code: back.get("code") ?? "", redirect_uri: callback.url, code_verifier: verifier };
  const first = await client.getToken(params);
  expect(await statusOfMe(first.token.access_token)).toBe(200);
  // As an application does that has kept the token as JSON.
  const second = await client.createToken(first.token).refresh();
  expect(second.token.refresh_token).not.toBe(first.token.refresh_token);
  await second.revokeAll();
  for (const { token } of [first, second]) expect(await statusOfMe(token.access_token)).toBe(403);
  await expect(second.refresh()).rejects.toMatchObject({ data: { payload: { error: "invalid_grant" } } });
  callback.close();
});
