import { expect, test } from "../fixtures";
import { accessToken, adminApi, basic, freePort, freshDatabase, machineSettings, startServer } from "../server";

const ROUNDS = 3;
const WRITERS = 8;

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
  const lost: string[] = [];
  for (const token of given) {
    const response = await fetch(`${server.url}/oauth/introspect`, {
      method: "POST",
      headers: { authorization: basic(client), "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ token }).toString(),
    });
    if (!((await response.json()) as { active: boolean }).active) lost.push(token.slice(-4));
  }
  expect(lost).toEqual([]);
  await server.stop();
});
