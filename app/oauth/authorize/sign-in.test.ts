import { beforeAll, describe, expect, it } from "vitest";
import { days, minutes, after as plus } from "@/lib/duration";
import { asked, CALLBACK, type Changes, expectError, kept, sentTo } from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { testCompany } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import type { TestIssuer } from "@/lib/testing/issued";
import { codeClient } from "@/lib/testing/oauth";
import { signInIssuer, signInTo } from "@/lib/testing/sign-in";

testDatabase();

let issuer: TestIssuer;
let cookie: string;
beforeAll(async () => {
  issuer = await signInIssuer();
  ({ cookie } = await testBrowser(issuer));
});

const signIn = (changes: Changes = {}, from = cookie) =>
  asked(issuer, { scope: "openid", ...changes }, { cookie: from });
const codeRow = async () =>
  issuer.db.authorizationCode.findFirstOrThrow({
    where: { clientId: issuer.client.id },
    orderBy: { createdAt: "desc" },
  });
const isCode = (response: Response) => {
  const { to, params } = sentTo(response);
  return [to, "code" in params, params.error];
};

describe("a sign-in that was allowed before", () => {
  it("is answered in silence, and the time of the password is kept (#553)", async () => {
    const authenticatedAt = plus(new Date(), -minutes(20));
    const { cookie: earlier } = await testBrowser(issuer, { authenticatedAt });
    for (const changes of [{ prompt: "none" }, { max_age: "10000" }, {}]) {
      expect(isCode(await signIn({ nonce: "n-2", ...changes }, earlier))).toEqual([CALLBACK, true, undefined]);
      expect(await codeRow()).toMatchObject({ nonce: "n-2", authenticatedAt, userId: issuer.user.id });
    }
  });

  it("asks for the password again when it is too old, and says so where nobody may be asked (#49, #52, #553)", async () => {
    const { cookie: earlier } = await testBrowser(issuer, { authenticatedAt: plus(new Date(), -minutes(20)) });
    expectError(await signIn({ prompt: "none", max_age: "600" }, earlier), "login_required");
    expectError(await signIn({ prompt: "none" }, ""), "login_required");
    expect(sentTo(await signIn({ max_age: "600" }, earlier)).url.pathname).toBe("/sign-in");
  });

  it("needs consent for what is new, and the page where the client wants it (#50)", async () => {
    await issuer.db.grant.updateMany({ where: { clientId: issuer.client.id }, data: { scopes: ["openid"] } });
    expectError(await signIn({ prompt: "none", scope: "openid email" }), "consent_required");
    for (const prompt of ["consent", "select_account"]) await kept(issuer, await signIn({ prompt }));
  });
});

describe("what else a sign-in may say", () => {
  it.each([
    [{ claims: '{"id_token":{"email":{"essential":true},"unknown":null}}', claims_locales: "fr" }],
    [{ acr_values: "urn:x 0" }],
    [{ display: "page" }],
    [{ display: "popup" }],
    [{ login_hint: "somebody" }],
    [{ ui_locales: "xx" }],
    [{ registration: "{}" }],
  ] as Changes[][])("is never an error: %o (#550, #551)", async (changes) => {
    expect(isCode(await signIn(changes))).toEqual([CALLBACK, true, undefined]);
  });

  it("is kept with the request: nonce, hint and languages; the address says which language is shown (#551)", async () => {
    const sent = { nonce: "n".repeat(384), login_hint: "a@example.com", ui_locales: "xx fr-CA en" };
    const response = await signIn(sent, "");
    expect(await kept(issuer, response)).toMatchObject({
      nonce: sent.nonce,
      loginHint: sent.login_hint,
      uiLocales: sent.ui_locales,
    });
    expect(sentTo(response).url.searchParams.get("ui")).toBe("fr");
    expect(sentTo(await signIn({ ui_locales: "xx" }, "")).url.searchParams.has("ui")).toBe(false);
  });
});

describe("the contexts of a sign-in", () => {
  it("are asked for by name: a request that names none gets those of the APIs", async () => {
    const row = await kept(issuer, await signIn({ scope: null, prompt: "consent" }));
    expect(row.scopes.toSorted()).toEqual(["labels", "open:read", "stock"]);
  });

  it("go with any API that is named (RFC 8707 §2.1)", async () => {
    const changes = { scope: "openid stock open:read", resource: issuer.audience, prompt: "consent" };
    const row = await kept(issuer, await signIn(changes));
    expect(row.scopes.toSorted()).toEqual(["openid", "stock"]);
    expect(row.audience.toSorted()).toEqual([issuer.audience, "http://localhost:3000/oauth/userinfo"].toSorted());
    expectError(await signIn({ resource: issuer.audience }), "invalid_target");
  });
});

describe("an ID token as a hint (#552)", () => {
  it("is answered in silence when it is the signed-in person's, however old it is", async () => {
    const { id_token = "" } = await signInTo(issuer, { now: plus(new Date(), -days(2)) });
    expect(isCode(await signIn({ prompt: "none", id_token_hint: id_token }))).toEqual([CALLBACK, true, undefined]);
  });

  it("of another person never answers for the one who is signed in", async () => {
    const { id_token = "" } = await signInTo(issuer);
    const { user, actor } = await testCompany();
    await issuer.db.membership.create({ data: { userId: user.id, companyId: issuer.company.id, role: "member" } });
    const grant = { companyId: issuer.company.id, clientId: issuer.client.id, userId: user.id, scopes: ["openid"] };
    await issuer.db.grant.create({ data: { ...grant, grantType: "authorization_code" } });
    const { cookie: others } = await testBrowser({ db: issuer.db, user, actor });
    expect(isCode(await signIn({}, others))).toEqual([CALLBACK, true, undefined]);
    expectError(await signIn({ prompt: "none", id_token_hint: id_token }, others), "login_required");
    await kept(issuer, await signIn({ id_token_hint: id_token }, others));
  });

  it("is refused when it is none of ours, or was made for another client", async () => {
    const { id_token = "" } = await signInTo(issuer);
    const { id_token: foreign = "" } = await signInTo(issuer, { client: await allowedClient() });
    for (const hint of ["x", `${id_token}x`, foreign]) {
      expectError(await signIn({ prompt: "none", id_token_hint: hint }), "invalid_request");
      expectError(await signIn({ id_token_hint: hint }), "invalid_request");
    }
  });
});

async function allowedClient() {
  const client = await codeClient(issuer);
  const grant = { companyId: issuer.company.id, clientId: client.id, userId: issuer.user.id, scopes: ["openid"] };
  await issuer.db.grant.create({ data: { ...grant, grantType: "authorization_code" } });
  await issuer.db.client.update({ where: { id: client.id }, data: { idTokenAlgorithm: "ES256" } });
  return client;
}
