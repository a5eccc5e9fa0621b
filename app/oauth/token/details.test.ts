import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { minutes, after as plus, seconds } from "@/lib/duration";
import { introspect } from "@/lib/oauth/introspect";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { codeWithDetails, labels, parameterIssuer, withParameters } from "@/lib/testing/details";
import { jwtIssuer } from "@/lib/testing/jwt";
import { formRequest, machineClient, ownClient, type TestClient } from "@/lib/testing/oauth";
import { forwardAuth } from "@/lib/verify/forward-auth";
import { verifyCredential } from "@/lib/verify/verify";

testDatabase();

type Answer = {
  access_token: string;
  refresh_token: string;
  scope: string;
  expires_in: number;
  authorization_details?: unknown;
};

const send = async (client: TestClient, fields: Record<string, string>, now = new Date()) =>
  token(await testContext({ now }), formRequest("/oauth/token", fields, client)).catch((error) => error);
const got = async (client: TestClient, fields: Record<string, string>, now?: Date) =>
  (await (await send(client, fields, now)).json()) as Answer;
const refresh = ({ refresh_token }: Answer, more: Record<string, string> = {}) => ({
  ...{ grant_type: "refresh_token", refresh_token },
  ...more,
});
const details = (...wanted: unknown[]) => ({ authorization_details: JSON.stringify(wanted) });
const asked = (...shops: string[]) => details({ type: "context", context: "labels", parameters: { shops } });
const verdict = async (access: string, now = new Date()) =>
  verifyCredential(await testContext({ now }), { scheme: "bearer", token: access });
const introspected = async (client: TestClient, about: string) =>
  (await introspect(await testContext(), formRequest("/oauth/introspect", { token: about }, client))).json();

describe("what a person gave to a context", () => {
  it("is in the answer, in what every check tells, and in each token that follows (RFC 9396 §7, §9)", async () => {
    const issuer = await parameterIssuer();
    const client = ownClient(issuer);
    const api = await machineClient(issuer, { isApi: true });
    const expected = [labels(issuer, "a", "b")];
    const first = await got(client, (await codeWithDetails(issuer, ["a", "b"])).fields);
    const next = await got(client, refresh(first));
    for (const answer of [first, next]) {
      expect(answer).toMatchObject({ scope: "stock labels", authorization_details: expected });
      expect(await verdict(answer.access_token)).toMatchObject({ active: true, details: expected });
      for (const asker of [client, api])
        expect(await introspected(asker, answer.access_token)).toMatchObject({ authorization_details: expected });
    }
    expect(await introspected(client, next.refresh_token)).toMatchObject({ authorization_details: expected });
  });

  it("is told to a proxy as JSON in ASCII, of its own API alone", async () => {
    const issuer = await parameterIssuer();
    const { grant, fields } = await codeWithDetails(issuer, ["a"]);
    const text = [{ ...labels(issuer, "a"), parameters: { note: "Zoë 🎈" } }];
    await issuer.db.authorizationCode.updateMany({ where: { grantId: grant.id }, data: { details: text } });
    const { access_token } = await got(ownClient(issuer), fields);
    const header = async (audience: string) => {
      const request = new Request(`http://localhost:3000/api/verify?${new URLSearchParams({ audience })}`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
      return (await forwardAuth(await testContext(), request)).headers.get("x-postern-authorization-details") ?? "";
    };
    expect(await header(issuer.audience)).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(await header(issuer.audience))).toEqual(text);
  });

  it("goes where its context goes: by scope, by resource, and when the context is not offered any more", async () => {
    const issuer = await parameterIssuer();
    const client = ownClient(issuer);
    const first = await got(client, (await codeWithDetails(issuer, ["a"])).fields);
    const stock = await got(client, refresh(first, { scope: "stock" }));
    expect([stock.scope, stock.authorization_details]).toEqual(["stock", undefined]);
    const all = await got(client, refresh(stock));
    expect(all.authorization_details).toEqual([labels(issuer, "a")]);
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expect(await verdict(all.access_token)).toMatchObject({ active: true, details: null });
    expect(await introspected(client, all.access_token)).not.toHaveProperty("authorization_details");
  });

  it("can be asked for in part, while the refresh token keeps all of it (RFC 9396 §6)", async () => {
    const issuer = await parameterIssuer();
    const client = ownClient(issuer);
    const { fields } = await codeWithDetails(issuer, ["a", "b"]);
    const first = await got(client, { ...fields, ...asked("b") });
    expect(first).toMatchObject({ scope: "stock labels", authorization_details: [labels(issuer, "b")] });
    expect(await verdict(first.access_token)).toMatchObject({ details: [labels(issuer, "b")] });
    const second = await got(client, refresh(first, asked("a")));
    expect(second.authorization_details).toEqual([labels(issuer, "a")]);
    const again = await got(client, refresh(first, asked("a")));
    expect(again).toEqual(second);
    expect((await got(client, refresh(second))).authorization_details).toEqual([labels(issuer, "a", "b")]);
  });

  it("is left out with its context where a request names another context alone (RFC 9396 §6)", async () => {
    const issuer = await parameterIssuer();
    const client = ownClient(issuer);
    const { fields } = await codeWithDetails(issuer, ["a"]);
    const first = await got(client, { ...fields, ...details({ type: "context", context: "stock" }) });
    expect([first.scope, first.authorization_details]).toEqual(["stock", undefined]);
    const both = await got(
      client,
      refresh(first, { scope: "labels", ...details({ type: "context", context: "stock" }) }),
    );
    expect([both.scope, both.authorization_details]).toEqual(["stock labels", [labels(issuer, "a")]]);
  });

  it.each([
    ["more than was given", asked("a", "c")],
    ["a context that was not given", details({ type: "context", context: "open:read" })],
    ["a context without its values", details({ type: "context", context: "labels" })],
    [
      "another API's",
      details({ type: "context", context: "labels", locations: ["https://x.example"], parameters: { shops: ["a"] } }),
    ],
    ["no details", details()],
  ])("is not to be had for %s, and the code is not spent (RFC 9396 §6)", async (_, more) => {
    const issuer = await parameterIssuer();
    const client = ownClient(issuer);
    const { fields } = await codeWithDetails(issuer, ["a"]);
    expect(await send(client, { ...fields, ...more })).toMatchObject({ name: "invalid_authorization_details" });
    const first = await got(client, fields);
    expect(await send(client, refresh(first, more))).toMatchObject({ name: "invalid_authorization_details" });
    expect((await got(client, refresh(first))).authorization_details).toEqual([labels(issuer, "a")]);
  });

  it("is a person's to give: client credentials have none", async () => {
    const issuer = await parameterIssuer();
    const fields = { grant_type: "client_credentials", ...asked("a") };
    expect(await send(await machineClient(issuer), fields)).toMatchObject({ name: "invalid_authorization_details" });
  });
});

describe("an authorization with an end", () => {
  it("gives tokens that end with it, and says so (#93)", async () => {
    const issuer = await parameterIssuer();
    const client = ownClient(issuer);
    const now = new Date();
    const { grant, fields } = await codeWithDetails(issuer, ["a"]);
    const expiresAt = new Date(now.getTime() + minutes(10) + 400);
    await issuer.db.grant.update({ where: { id: grant.id }, data: { expiresAt } });
    const first = await got(client, fields, now);
    expect(first.expires_in).toBe(600);
    const later = plus(now, seconds(30));
    const second = await got(client, refresh(first), later);
    expect(second.expires_in).toBe(570);
    expect(await got(client, refresh(first), plus(later, seconds(5)))).toEqual(second);
    expect(await verdict(second.access_token, later)).toMatchObject({ active: true, expiresAt });
    expect(await verdict(second.access_token, expiresAt)).toMatchObject({ active: false, reason: "expired" });
    expect(await send(client, refresh(second), expiresAt)).toMatchObject({ name: "invalid_grant" });
  });

  it("ends a JWT with it as well, in its claims and in its row", async () => {
    const issuer = await withParameters(await jwtIssuer());
    const client = ownClient(issuer);
    const now = new Date();
    const { grant, fields } = await codeWithDetails(issuer, ["a", "b"]);
    await issuer.db.grant.update({ where: { id: grant.id }, data: { expiresAt: plus(now, minutes(10)) } });
    const { access_token, expires_in } = await got(client, { ...fields, ...asked("b") }, now);
    const { iat = 0, exp = 0, authorization_details } = decodeJwt(access_token);
    expect([expires_in, Math.abs(exp - iat - 600) <= 1]).toEqual([600, true]);
    expect(authorization_details).toEqual([labels(issuer, "b")]);
    const row = await issuer.db.accessToken.findFirstOrThrow({ where: { grantId: grant.id } });
    expect(row.expiresAt).toEqual(plus(now, minutes(10)));
  });

  it("is over for codes and introspection too, whatever the tokens say", async () => {
    const issuer = await parameterIssuer();
    const client = ownClient(issuer);
    const { grant, fields } = await codeWithDetails(issuer, ["a"]);
    const first = await got(client, fields);
    const { fields: late } = await codeWithDetails(issuer, ["a"]);
    await issuer.db.grant.update({ where: { id: grant.id }, data: { expiresAt: new Date() } });
    for (const one of [first.access_token, first.refresh_token])
      expect(await introspected(client, one)).toEqual({ active: false });
    expect(await send(client, late)).toMatchObject({ name: "invalid_grant" });
  });
});

it("a scope at the redemption of a code does not widen it (#147)", async () => {
  const issuer = await parameterIssuer();
  const { fields } = await codeWithDetails(issuer, ["a"]);
  expect((await got(ownClient(issuer), { ...fields, scope: "admin open:read" })).scope).toBe("stock labels");
});

it("a code whose person took everything back is refused (#146)", async () => {
  const issuer = await parameterIssuer();
  const { grant, fields } = await codeWithDetails(issuer, ["a"]);
  await issuer.db.grant.update({ where: { id: grant.id }, data: { revokedAt: new Date() } });
  expect(await send(ownClient(issuer), fields)).toMatchObject({ name: "invalid_grant" });
});
