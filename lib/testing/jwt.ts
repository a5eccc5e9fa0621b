import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { jwks } from "@/lib/oauth/jwks";
import { token } from "@/lib/oauth/token";
import { testContext } from "./context";
import { type TestIssuer, testIssuer } from "./issued";
import { formRequest, type TestClient } from "./oauth";

/** An issuer whose API wants JWTs. */
export async function jwtIssuer(signingAlgorithm: "ES256" | "EdDSA" | "RS256" = "ES256"): Promise<TestIssuer> {
  const issuer = await testIssuer();
  await issuer.db.api.update({ where: { id: issuer.api.id }, data: { tokenFormat: "jwt", signingAlgorithm } });
  return issuer;
}

type Tokens = { access_token: string; refresh_token: string; scope: string; expires_in: number };

/** What the token endpoint gives. */
export async function tokensFor(client: TestClient, fields: Record<string, string>, now?: Date): Promise<Tokens> {
  const ctx = await testContext(now ? { now } : {});
  return (await (await token(ctx, formRequest("/oauth/token", fields, client))).json()) as Tokens;
}

/** The published keys, as a resource server has them. */
export async function publishedSet(now?: Date): Promise<JSONWebKeySet> {
  const ctx = await testContext(now ? { now } : {});
  return (await (await jwks(ctx, new Request("http://localhost:3000/oauth/jwks"))).json()) as JSONWebKeySet;
}

export const publishedKeys = async (now?: Date) => createLocalJWKSet(await publishedSet(now));
