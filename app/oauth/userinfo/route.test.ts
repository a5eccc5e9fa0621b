import { beforeAll, expect, it } from "vitest";
import { identityAudience } from "@/lib/apis/identity";
import { drained } from "@/lib/later";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, type TestIssuer } from "@/lib/testing/issued";
import { tokensFor } from "@/lib/testing/jwt";
import { codeClient, machineClient } from "@/lib/testing/oauth";
import { signInIssuer, signInTo } from "@/lib/testing/sign-in";
import { GET, OPTIONS, POST } from "./route";

testDatabase();

const ADDRESS = "http://localhost:3000/oauth/userinfo";
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await signInIssuer();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const get = (headers: Record<string, string>) => GET(new Request(ADDRESS, { headers }));
const claimsFor = async (...scopes: string[]) => {
  const { access_token } = await signInTo(issuer, { scopes });
  return (await (await get(bearer(access_token))).json()) as Record<string, unknown>;
};
const refusal = async (response: Response) => [
  response.status,
  /error="(\w+)"/.exec(response.headers.get("www-authenticate") ?? "")?.[1] ?? null,
];

it("tells what each context allows and no more, and the subject always (#549)", async () => {
  const { db, user } = issuer;
  const sub = user.id;
  expect(await claimsFor("openid")).toEqual({ sub });
  expect(await claimsFor("openid", "profile")).toEqual({ sub, name: user.name });
  await db.user.update({ where: { id: sub }, data: { locale: "pt-BR", timeZone: "America/Sao_Paulo" } });
  const profile = { name: user.name, locale: "pt-BR", zoneinfo: "America/Sao_Paulo" };
  const email = { email: user.email, email_verified: false };
  expect(await claimsFor("openid", "profile")).toEqual({ sub, ...profile });
  expect(await claimsFor("openid", "email", "offline_access")).toEqual({ sub, ...email });
  expect(await claimsFor("openid", "profile", "email", "offline_access", "stock")).toEqual({
    sub,
    ...profile,
    ...email,
  });
});

it("takes the token in the header of a GET and of a POST, and in no other place (#547)", async () => {
  const { access_token } = await signInTo(issuer);
  const post = (headers: Record<string, string>, body: string | null) =>
    POST(new Request(ADDRESS, { method: "POST", headers, body }));
  expect((await get(bearer(access_token))).status).toBe(200);
  expect((await post(bearer(access_token), null)).status).toBe(200);
  const form = { "content-type": "application/x-www-form-urlencoded" };
  expect(await refusal(await post(form, `access_token=${access_token}`))).toEqual([401, null]);
  expect((await post({ ...form, ...bearer(access_token) }, `access_token=${access_token}`)).status).toBe(400);
  expect(await refusal(await get({}))).toEqual([401, null]);
});

it("is not opened by what is no sign-in of a person (#548)", async () => {
  const withoutOpenid = await signInTo(issuer, { scopes: ["profile", "email"] });
  expect(await refusal(await get(bearer(withoutOpenid.access_token)))).toEqual([403, "insufficient_scope"]);
  const { key, secret } = await issueLegacy(issuer);
  const { access_token: own } = await tokensFor(await machineClient(issuer), { grant_type: "client_credentials" });
  const others = [
    bearer((await issueAccess(issuer)).token),
    bearer(own),
    bearer((await issuePersonal(issuer)).token),
    bearer((await issuePersonal(issuer, { scopes: ["openid"] })).token),
  ];
  for (const headers of others) expect(await refusal(await get(headers))).toEqual([401, "invalid_token"]);
  const basic = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` };
  expect((await get(basic)).status).toBe(401);
});

it("counts as a use of the authorization, and points to its metadata when it refuses (RFC 9728 §5.1)", async () => {
  const mine = await signInIssuer();
  const { access_token } = await signInTo(mine);
  for (let i = 0; i < 3; i++) await get(bearer(access_token));
  await drained();
  expect(await mine.db.grant.findFirst({ where: { clientId: mine.client.id } })).toMatchObject({ useCount: 3n });
  const { headers } = await get({});
  expect(headers.get("www-authenticate")).toContain("/.well-known/oauth-protected-resource/oauth/userinfo");
  expect(identityAudience()).toBe(ADDRESS);
});

it("may be read by a page of a public client, and by no other (#547)", async () => {
  await codeClient(issuer, { isPublic: true, redirectUris: ["https://app.example/callback"] });
  const { access_token } = await signInTo(issuer);
  const allowed = async (origin: string) =>
    (await get({ origin, ...bearer(access_token) })).headers.get("access-control-allow-origin");
  expect([await allowed("https://app.example"), await allowed("https://evil.example")]).toEqual([
    "https://app.example",
    null,
  ]);
  const asked = new Request(ADDRESS, { method: "OPTIONS", headers: { origin: "https://app.example" } });
  expect((await OPTIONS(asked)).headers.get("access-control-allow-headers")).toContain("authorization");
});

it("tells nothing from the moment on at which the person is disabled, or the grant taken back", async () => {
  const mine = await signInIssuer();
  const { access_token } = await signInTo(mine);
  const status = async () => (await get(bearer(access_token))).status;
  const disable = (disabledAt: Date | null) =>
    mine.db.user.update({ where: { id: mine.user.id }, data: { disabledAt } });
  expect(await status()).toBe(200);
  await disable(new Date());
  expect(await status()).toBe(401);
  await disable(null);
  await mine.db.grant.updateMany({ where: { clientId: mine.client.id }, data: { revokedAt: new Date() } });
  expect(await status()).toBe(401);
});
