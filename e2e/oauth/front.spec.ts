import { expect, test } from "../fixtures";
import { accessToken, adminApi, basic, freePort, freshDatabase, machineSettings, startServer } from "../server";

const VARYING = new Set(["date", "connection", "keep-alive", "vary", "transfer-encoding", "content-length"]);
const IDS = /pst_[a-z]{2}_\w+|[0-9a-f]{8}-[0-9a-f-]{27}|\d{10}|\d{4}-\d\d-\d\dT[\d:.]+Z/g;

async function answer(url: string, [path, init]: readonly [string, RequestInit]) {
  const response = await fetch(`${url}${path}`, { redirect: "manual", ...init });
  const headers = [...response.headers].filter(([name]) => !VARYING.has(name));
  const normal = (text: string) => text.replace(IDS, "·");
  return {
    path,
    method: init.method ?? "GET",
    status: response.status,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, normal(value)])),
    body: normal(await response.text()),
  };
}

test("the production build answers protocol paths in front of Next and behind it alike", async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  const port = await freePort();
  const answers: unknown[] = [];
  for (const front of ["on", "off"]) {
    const server = await startServer({ ...settings, POSTERN_FRONT: front }, port);
    const client = await adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE).newClient({
      grantType: "client_credentials",
    });
    const bearer = { authorization: `Bearer ${await accessToken(server.url, client)}` };
    const form = (body: string, more = {}) => ({
      method: "POST",
      body,
      headers: { "content-type": "application/x-www-form-urlencoded", ...more },
    });
    const asked: [string, RequestInit][] = [
      ["/open/global/config", {}],
      ["/open/me", {}],
      ["/open/me", { headers: { authorization: "Bearer nonsense" } }],
      ["/open/me", { method: "DELETE", headers: bearer }],
      [`/api/verify?audience=${encodeURIComponent(`${server.url}/open`)}&scope=open:read`, { headers: bearer }],
      ["/api/verify", { headers: bearer }],
      ["/api/health/live", {}],
      ["/api/health/ready", {}],
      ["/.well-known/oauth-authorization-server", {}],
      ["/.well-known/oauth-protected-resource/open", {}],
      ["/oauth/token", {}],
      ["/oauth/token", form("grant_type=password")],
      ["/oauth/token", form("grant_type=client_credentials", { authorization: basic(client) })],
      ["/oauth/token", form("grant_type=client_credentials&grant_type=x", { authorization: basic(client) })],
      ["/oauth/introspect", form("token=x", { authorization: basic(client) })],
      ["/oauth/revoke", form("token=x", { authorization: basic(client) })],
      ["/oauth/authorize?client_id=nobody", { headers: { "accept-language": "ru" } }],
      ["/oauth/decide", form("decision=allow")],
    ];
    const got = [];
    for (const each of asked) got.push(await answer(server.url, each));
    answers.push(JSON.parse(JSON.stringify(got).replaceAll(client.key, "·")));
    await server.stop();
  }
  expect(answers[1]).toEqual(answers[0]);
});
