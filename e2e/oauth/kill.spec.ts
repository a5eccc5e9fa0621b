import { expect, test } from "../fixtures";
import { accessToken, adminApi, basic, freePort, freshDatabase, machineSettings, startServer } from "../server";

const ROUNDS = 3;
const WRITERS = 8;
const AT_ONCE = 25;

test("kill -9 in the middle of issuing loses no token that a client was given", async () => {
  const port = await freePort();
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  let server = await startServer(settings, port);
  const client = await adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE).newClient({
    grantType: "client_credentials",
  });
  const given: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = given.length;
    let isOver = false;
    const write = async () => {
      while (!isOver) {
        const token = await accessToken(server.url, client).catch(() => null);
        if (token) given.push(token);
      }
    };
    const writers = Array.from({ length: WRITERS }, write);
    await expect.poll(() => given.length - before, { timeout: 20_000 }).toBeGreaterThan(200);
    server.process.kill("SIGKILL");
    isOver = true;
    await Promise.all(writers);
    server = await startServer(settings, port);
  }
  const isActive = async (token: string): Promise<boolean> => {
    const response = await fetch(`${server.url}/oauth/introspect`, {
      method: "POST",
      headers: { authorization: basic(client), "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ token }).toString(),
    });
    return ((await response.json()) as { active: boolean }).active;
  };
  const lost: string[] = [];
  for (let at = 0; at < given.length; at += AT_ONCE)
    await Promise.all(
      given.slice(at, at + AT_ONCE).map(async (token) => {
        if (!(await isActive(token))) lost.push(token.slice(-4));
      }),
    );
  expect(lost).toEqual([]);
  await server.stop();
});
