import { expect, it } from "vitest";
import { POST as decide } from "@/app/oauth/decide/route";
import { POST as token } from "@/app/oauth/token/route";
import { newCredential } from "@/lib/crypto/credential";
import { sha256Base64url } from "@/lib/crypto/hash";
import { revokeOwnGrants } from "@/lib/grants/own";
import { readConsent } from "@/lib/oauth/consent";
import { testBrowser } from "@/lib/testing/browser";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { scopesAt, verifyCredential } from "@/lib/verify/verify";
import { GET } from "./route";

testDatabase();

const ISSUER = "http://localhost:3000";
const CALLBACK = "https://client.example/callback";

const paramOf = (response: Response, name: string): string =>
  new URL(response.headers.get("location") ?? "", ISSUER).searchParams.get(name) ?? "";

/** From the client's link to its code, as a browser with JavaScript off goes. */
async function consented(issuer: TestIssuer, verifier: string) {
  const { actor, cookie } = await testBrowser(issuer);
  const asked = new URLSearchParams({
    response_type: "code",
    client_id: issuer.client.key,
    redirect_uri: CALLBACK,
    scope: "stock",
    state: "xyz",
    code_challenge: sha256Base64url(verifier),
    code_challenge_method: "S256",
  });
  const sent = await GET(new Request(`${ISSUER}/oauth/authorize?${asked}`, { headers: { cookie } }));
  // Allowed before: the client has its code at once (#68).
  if (sent.headers.get("location")?.startsWith(CALLBACK))
    return { actor, code: paramOf(sent, "code"), wasAsked: false };
  const [, , id = ""] = new URL(sent.headers.get("location") ?? "", ISSUER).pathname.split("/");
  const { csrf } = await readConsent(await testContext({ actor }), id);
  const answer = await decide(
    new Request(`${ISSUER}/oauth/decide`, {
      method: "POST",
      headers: { cookie, origin: ISSUER },
      body: new URLSearchParams({ request: id, csrf, decision: "allow" }),
    }),
  );
  return { actor, code: paramOf(answer, "code"), wasAsked: true };
}

const redeem = ({ client, clientSecret }: TestIssuer, form: Record<string, string>) =>
  token(
    new Request(`${ISSUER}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${client.key}:${clientSecret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "authorization_code", redirect_uri: CALLBACK, ...form }),
    }),
  );

it("leads from the client's link by way of consent to a token that is good, until the person takes it back (#1, #128, #146)", async () => {
  const issuer = await testIssuer();
  const verifier = newCredential("code").reveal();
  const { actor, code, wasAsked } = await consented(issuer, verifier);
  expect(wasAsked).toBe(true);
  const response = await redeem(issuer, { code, code_verifier: verifier });
  expect(response.status).toBe(200);
  const { access_token, scope } = (await response.json()) as { access_token: string; scope: string };
  expect(scope).toBe("stock");
  const presented = { scheme: "bearer", token: access_token } as const;
  const verdict = await verifyCredential({ now: new Date() }, presented);
  expect(verdict).toMatchObject({ active: true, subject: { kind: "person", id: issuer.user.id } });
  if (verdict.active) expect(scopesAt(verdict, issuer.audience)).toEqual(["stock"]);

  const { code: late, wasAsked: again } = await consented(issuer, verifier);
  expect(again).toBe(false);
  const { grantId } = verdict as { grantId: string };
  expect(await revokeOwnGrants(await testContext({ actor }), { ids: [grantId] })).toEqual({ revoked: 1 });
  expect(await verifyCredential({ now: new Date() }, presented)).toMatchObject({ active: false, reason: "revoked" });
  const refused = await redeem(issuer, { code: late, code_verifier: verifier });
  expect([refused.status, await refused.json()]).toMatchObject([400, { error: "invalid_grant" }]);
});
