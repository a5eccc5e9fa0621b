import { token } from "@/lib/oauth/token";
import { testContext } from "./context";
import { type TestIssuer, testIssuer } from "./issued";
import { formRequest, issueCode, ownClient, type TestClient } from "./oauth";

const IDENTITY = ["openid", "profile", "email", "offline_access"];

/** An issuer whose client people can sign in to, and whose person has allowed it everything. */
export async function signInIssuer(idTokenAlgorithm: "ES256" | "EdDSA" | "RS256" = "ES256"): Promise<TestIssuer> {
  const issuer = await testIssuer();
  const { db, group, client, company, user } = issuer;
  const scopes = await db.scope.findMany({ where: { api: { systemKey: "identity" } }, select: { id: true } });
  await db.permissionGroupScope.createMany({ data: scopes.map(({ id }) => ({ groupId: group.id, scopeId: id })) });
  await db.client.update({ where: { id: client.id }, data: { idTokenAlgorithm } });
  const grant = { companyId: company.id, clientId: client.id, userId: user.id, grantType: "authorization_code" };
  await db.grant.create({ data: { ...grant, scopes: ["stock", "labels", "open:read", ...IDENTITY] } });
  return issuer;
}

type SignIn = {
  scopes?: string[];
  audience?: string[];
  nonce?: string;
  authenticatedAt?: Date;
  fields?: Record<string, string>;
  client?: TestClient;
  now?: Date;
};
export type SignedIn = { access_token: string; refresh_token: string; id_token?: string; scope: string };

/** What the token endpoint gives for the code of a sign-in. */
export async function signInTo(issuer: TestIssuer, options: SignIn = {}): Promise<SignedIn> {
  const { scopes = ["openid"], audience = [], nonce = null, authenticatedAt = null, fields } = options;
  const { client = ownClient(issuer), now = new Date() } = options;
  const { code, verifier, familyId } = await issueCode(issuer, { scopes, audience, client, now });
  await issuer.db.authorizationCode.updateMany({ where: { familyId }, data: { nonce, authenticatedAt } });
  const form = { grant_type: "authorization_code", code, code_verifier: verifier, ...fields };
  return (await (
    await token(await testContext({ now }), formRequest("/oauth/token", form, client))
  ).json()) as SignedIn;
}
