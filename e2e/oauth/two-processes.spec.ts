import { expect, test } from "../fixtures";
import {
  accessToken,
  adminApi,
  basic,
  freePort,
  freshDatabase,
  machineSettings,
  type Server,
  startServer,
} from "../server";

const WITHIN_MS = 1000;

// The embedded database belongs to one process.
if (process.env.E2E_DATABASE_URL)
  test.describe("two processes on one database", () => {
    let servers: Server[] = [];
    let tokenFile = "";

    test.beforeAll(async () => {
      const port = await freePort();
      // One public address, as behind a load balancer.
      const settings = { ...machineSettings(), ...(await freshDatabase()), POSTERN_URL: `http://localhost:${port}` };
      tokenFile = settings.POSTERN_BOOTSTRAP_TOKEN_FILE;
      servers = [await startServer(settings, port), await startServer(settings, await freePort())];
    });
    test.afterAll(() => Promise.all(servers.map((server) => server.stop())));

    test("agree on a revocation within a second, whichever of them is asked (#342, #512)", async () => {
      const [first, second] = servers as [Server, Server];
      const client = await adminApi(first, tokenFile).newClient({ grantType: "client_credentials" });
      const token = await accessToken(first.url, client);
      const statusAt = async ({ url }: Server) =>
        (await fetch(`${url}/open/me`, { headers: { authorization: `Bearer ${token}` } })).status;
      expect([await statusAt(first), await statusAt(second)]).toEqual([200, 200]);
      const revoked = await fetch(`${first.url}/oauth/revoke`, {
        method: "POST",
        headers: { authorization: basic(client), "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ token }).toString(),
      });
      expect(revoked.status).toBe(200);
      const at = Date.now();
      while ((await statusAt(second)) === 200) expect(Date.now() - at).toBeLessThan(WITHIN_MS);
      expect(await statusAt(first)).toBe(403);
      expect(await statusAt(second)).toBe(403);
    });

    test("accept at once what the other issued (#341)", async () => {
      const [first, second] = servers as [Server, Server];
      const client = await adminApi(second, tokenFile).newClient({ grantType: "client_credentials" });
      const token = await accessToken(first.url, client);
      expect((await fetch(`${second.url}/open/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
        200,
      );
    });
  });
