import { describe, expect, it } from "vitest";
import { POST as introspect } from "@/app/oauth/introspect/route";
import { POST as standard } from "@/app/oauth/token/route";
import { after, days, hours, seconds } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { CALLBACK, CHALLENGE, ISSUER } from "@/lib/testing/authorize";
import { classicCode, classicIssuer, documentedHeaders, link, post } from "@/lib/testing/classic";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueLegacy, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import {
  basic,
  bodyOf,
  codeClient,
  formRequest,
  issueCode,
  machineClient,
  outcomeOf,
  ownClient,
} from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";
import { GET, OPTIONS, POST } from "./route";

testDatabase();

type Body = { access_token: string; refresh_token: string; scope: string; expires_in: number };

const exchange = ({ client }: TestIssuer, code: string): string =>
  `grant_type=authorization_code&client_id=${client.key}&code=${code}&redirect_uri=${CALLBACK}`;
const refresh = ({ refresh_token }: Body): string => `grant_type=refresh_token&refresh_token=${refresh_token}`;

async function connected(issuer: TestIssuer): Promise<Body> {
  const response = await post(exchange(issuer, await classicCode(issuer)), documentedHeaders(issuer));
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

/** The documented refresh, at another time. */
async function refreshAt(issuer: TestIssuer, body: Body, now: Date): Promise<Body> {
  const request = new Request(`${ISSUER}/token?${refresh(body)}`, {
    method: "POST",
    headers: documentedHeaders(issuer),
  });
  return (await (await token(await testContext({ now }), request)).json()) as Body;
}

const instant = (ms: number, from = new Date()): Date => after(from, ms);
const isGood = async (access: string) =>
  (await verifyCredential(await testContext(), { scheme: "bearer", token: access })).active;
const refused = (name: string) => expect.objectContaining({ name });

const OBSOLETE = { deprecation: "@1795392000", sunset: "Fri, 31 Dec 2027 00:00:00 GMT" };
const obsoleteOf = ({ headers }: Response) => ({
  deprecation: headers.get("deprecation"),
  sunset: headers.get("sunset"),
});

describe("the documented requests", () => {
  it("lead from the link to an access token of an hour and a refresh token, which stays the same", async () => {
    const issuer = await classicIssuer();
    const response = await post(exchange(issuer, await classicCode(issuer)), documentedHeaders(issuer));
    expect(response.status).toBe(200);
    const body = (await response.json()) as Body;
    expect(Object.keys(body)).toEqual(["access_token", "token_type", "expires_in", "refresh_token", "scope"]);
    expect(body.expires_in).toBe(3600);
    expect(body.scope.split(" ").sort()).toEqual(["labels", "open:read", "stock"]);
    expect(await isGood(body.access_token)).toBe(true);

    const again = (await (await post(refresh(body), documentedHeaders(issuer))).json()) as Body;
    expect(again).toMatchObject({ refresh_token: body.refresh_token, expires_in: 3600, scope: body.scope });
    expect(again.access_token).not.toBe(body.access_token);
    for (const { access_token } of [body, again]) expect(await isGood(access_token)).toBe(true);
    const later = instant(days(900));
    expect((await refreshAt(issuer, body, later)).refresh_token).toBe(body.refresh_token);
  });

  it("say with every answer that they are obsolete, since when and until when", async () => {
    const issuer = await classicIssuer();
    const headers = documentedHeaders(issuer);
    const answers = [
      await post("grant_type=refresh_token&refresh_token=x", headers),
      await post("", headers),
      await post("grant_type=x", { ...headers, authorization: "Basic eDp5" }),
      await GET(new Request(`${ISSUER}/token`)),
      await OPTIONS(new Request(`${ISSUER}/token`, { method: "OPTIONS" })),
      await standard(formRequest("/oauth/token", { grant_type: "refresh_token" }, ownClient(issuer))),
      await post(exchange(issuer, await classicCode(issuer)), headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 401, 405, 204, 400, 200]);
    for (const answer of answers) {
      expect(obsoleteOf(answer)).toEqual(OBSOLETE);
      expect(answer.headers.get("link")).toBe(`<${ISSUER}/classic>; rel="deprecation"; type="text/html"`);
    }
    const other = await standard(formRequest("/oauth/token", { grant_type: "x" }, ownClient(await testIssuer())));
    expect(obsoleteOf(other)).toEqual({ deprecation: null, sunset: null });
  });

  it("work at /oauth/token too, and as forms", async () => {
    const issuer = await classicIssuer();
    const headers = documentedHeaders(issuer);
    const code = await classicCode(issuer);
    const form = new Request(`${ISSUER}/token`, { method: "POST", headers, body: exchange(issuer, code) });
    const body = (await (await POST(form)).json()) as Body;
    const request = new Request(`${ISSUER}/oauth/token?${refresh(body)}`, { method: "POST", headers });
    const response = await standard(request);
    expect([response.status, obsoleteOf(response)]).toEqual([200, OBSOLETE]);
  });
});

describe("a classic client's code", () => {
  it("is worth nothing without the redirect URI, another one, or with any verifier (#130, #144)", async () => {
    const issuer = await classicIssuer();
    const headers = documentedHeaders(issuer);
    const code = await classicCode(issuer);
    const own = exchange(issuer, code);
    const without = own.replace(/&redirect_uri=.*/, "");
    expect(await outcomeOf(await post(without, headers))).toEqual([400, "invalid_request"]);
    for (const wrong of [
      `${own}/`,
      `${own}&code_verifier=${"a".repeat(43)}`,
      `${own}&code_verifier=short`,
      `${without}&code_verifier=${"a".repeat(43)}`,
    ])
      expect(await outcomeOf(await post(wrong, headers))).toEqual([400, "invalid_grant"]);
    expect((await post(own, headers)).status).toBe(200);
  });

  it("presented a second time is refused and ends what the first one got (#133)", async () => {
    const issuer = await classicIssuer();
    const own = exchange(issuer, await classicCode(issuer));
    const body = (await (await post(own, documentedHeaders(issuer))).json()) as Body;
    expect(await outcomeOf(await post(own, documentedHeaders(issuer)))).toEqual([400, "invalid_grant"]);
    expect(await isGood(body.access_token)).toBe(false);
    expect(await outcomeOf(await post(refresh(body), documentedHeaders(issuer)))).toEqual([400, "invalid_grant"]);
  });

  it("that was asked with a challenge needs its verifier", async () => {
    const issuer = await classicIssuer();
    const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const code = await classicCode(issuer, `${link(issuer)}&code_challenge=${CHALLENGE}&code_challenge_method=S256`);
    const own = exchange(issuer, code);
    for (const wrong of [own, `${own}&code_verifier=${"a".repeat(43)}`])
      expect(await outcomeOf(await post(wrong, documentedHeaders(issuer)))).toEqual([400, "invalid_grant"]);
    expect((await post(`${own}&code_verifier=${verifier}`, documentedHeaders(issuer))).status).toBe(200);
  });

  it("is of no use once its client has left the classic flow", async () => {
    const issuer = await classicIssuer();
    const code = await classicCode(issuer);
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { isClassic: false } });
    const fields = { grant_type: "authorization_code", code, redirect_uri: CALLBACK };
    const ask = (given: Record<string, string>) =>
      POST(formRequest("/token", { ...fields, ...given }, ownClient(issuer)));
    expect(await outcomeOf(await ask({}))).toEqual([400, "invalid_grant"]);
    expect(await outcomeOf(await ask({ code_verifier: "a".repeat(43) }))).toEqual([400, "invalid_grant"]);
  });
});

describe("parameters in the address", () => {
  it("are refused of every other client, at either path (#83)", async () => {
    const issuer = await testIssuer();
    const { code, verifier } = await issueCode(issuer);
    const query = `${exchange(issuer, code)}&code_verifier=${verifier}`;
    for (const path of ["/token", "/oauth/token"])
      expect(await outcomeOf(await post(query, documentedHeaders(issuer), path))).toEqual([400, "invalid_request"]);
    const machine = await machineClient(issuer);
    const own = basic(`${machine.key}:${machine.secret}`);
    expect(await outcomeOf(await post("grant_type=client_credentials", own))).toEqual([400, "invalid_request"]);
    const spa = await codeClient(issuer, { isPublic: true });
    const named = await post(`grant_type=client_credentials&client_id=${spa.key}`, {
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(await outcomeOf(named)).toEqual([400, "invalid_request"]);
  });

  it("never authenticate: a secret there is refused, beside a right header too (#83)", async () => {
    const issuer = await classicIssuer();
    const headers = documentedHeaders(issuer);
    const { authorization: _, ...plain } = headers;
    const code = await classicCode(issuer);
    const secret = `${exchange(issuer, code)}&client_secret=${issuer.clientSecret}`;
    for (const sent of [plain, headers])
      expect(await outcomeOf(await post(secret, sent))).toEqual([400, "invalid_request"]);
    expect(await outcomeOf(await post(exchange(issuer, code), plain))).toEqual([400, "invalid_request"]);
    expect(await outcomeOf(await post(exchange(issuer, code), basic(`${issuer.client.key}:wrong`)))).toEqual([
      401,
      "invalid_client",
    ]);
    expect((await post(exchange(issuer, code), headers)).status).toBe(200);
  });

  it("stand there alone, once each, in a request of the documented media type", async () => {
    const issuer = await classicIssuer();
    const headers = documentedHeaders(issuer);
    const query = exchange(issuer, await classicCode(issuer));
    const withBody = new Request(`${ISSUER}/token?${query}`, { method: "POST", headers, body: "grant_type=x" });
    expect(await outcomeOf(await POST(withBody))).toEqual([400, "invalid_request"]);
    expect(await outcomeOf(await post(`${query}&grant_type=refresh_token`, headers))).toEqual([400, "invalid_request"]);
    expect(await outcomeOf(await post(`${query}&x=%00`, headers))).toEqual([400, "invalid_request"]);
    expect(await outcomeOf(await post(`${query}&client_id=another`, headers))).toEqual([400, "invalid_request"]);
    const json = { ...headers, "content-type": "application/json" };
    expect(await outcomeOf(await post(query, json))).toEqual([415, "invalid_request"]);
  });
});

it("takes no API connection for a client (#118)", async () => {
  const issuer = await classicIssuer();
  const { key, secret } = await issueLegacy(issuer);
  const query = "grant_type=refresh_token&refresh_token=x";
  expect(await outcomeOf(await post(query, basic(`${key}:${secret}`)))).toEqual([401, "invalid_client"]);
  const form = formRequest("/token", { grant_type: "client_credentials", client_id: key, client_secret: secret });
  expect(await outcomeOf(await POST(form))).toEqual([401, "invalid_client"]);
});

describe("under advanced security", () => {
  const secure = ({ db, company }: TestIssuer) =>
    db.company.update({ where: { id: company.id }, data: { hasAdvancedSecurity: true } });

  it("a refresh token lives thirty days from the first grant, however often it is used (#159)", async () => {
    const issuer = await classicIssuer();
    await secure(issuer);
    const start = new Date();
    const body = await connected(issuer);
    for (let day = 1; day < 30; day += 14) await refreshAt(issuer, body, instant(days(day), start));
    expect((await refreshAt(issuer, body, instant(days(30) - hours(1), start))).expires_in).toBe(3600);
    await expect(refreshAt(issuer, body, instant(days(30) + seconds(60), start))).rejects.toEqual(
      refused("invalid_grant"),
    );
  });

  it("one that is older dies at once when it is switched on, for whoever looks (#160)", async () => {
    const issuer = await classicIssuer();
    const { db, client } = issuer;
    const body = await connected(issuer);
    await db.tokenFamily.updateMany({
      where: { grant: { clientId: client.id } },
      data: { createdAt: instant(-days(45)) },
    });
    const seen = async () =>
      bodyOf(await introspect(formRequest("/oauth/introspect", { token: body.refresh_token }, ownClient(issuer))));
    expect(await seen()).toMatchObject({ active: true });
    expect((await refreshAt(issuer, body, new Date())).expires_in).toBe(3600);
    await secure(issuer);
    expect(await seen()).toEqual({ active: false });
    await expect(refreshAt(issuer, body, new Date())).rejects.toEqual(refused("invalid_grant"));
    await db.client.update({ where: { id: client.id }, data: { isClassic: false } });
    const fields = { grant_type: "refresh_token", refresh_token: body.refresh_token };
    expect(await outcomeOf(await POST(formRequest("/token", fields, ownClient(issuer))))).toEqual([
      400,
      "invalid_grant",
    ]);
  });
});

it("a chain that leaves the classic flow rotates from its next use on, and ends thirty days later", async () => {
  const issuer = await classicIssuer();
  const body = await connected(issuer);
  await issuer.db.client.update({ where: { id: issuer.client.id }, data: { isClassic: false } });
  const fields = { grant_type: "refresh_token", refresh_token: body.refresh_token };
  const next = (await (await POST(formRequest("/token", fields, ownClient(issuer)))).json()) as Body;
  expect(next.refresh_token).not.toBe(body.refresh_token);
  const ends = (await issuer.db.refreshToken.findMany({ where: { clientId: issuer.client.id } })).map((row) =>
    row.expiresAt === null ? null : row.expiresAt.getTime() - row.createdAt.getTime(),
  );
  expect(ends.sort()).toEqual([days(30), null]);
});
