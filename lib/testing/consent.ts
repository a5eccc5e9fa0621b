import { sha256Base64url } from "@/lib/crypto/hash";
import { newOpaqueId } from "@/lib/crypto/id";
import { after, minutes } from "@/lib/duration";
import type { TestIssuer } from "./issued";

type Options = {
  scopes?: string[];
  sessionId?: string | null;
  state?: string | null;
  expiresAt?: Date;
  authenticatedAfter?: Date | null;
};

/** An authorization request of the issuer's client that waits for a decision. */
export async function testRequest(
  { db, client, audience }: TestIssuer,
  {
    scopes = ["stock"],
    sessionId = null,
    state = "xyz",
    expiresAt = after(new Date(), minutes(10)),
    authenticatedAfter = null,
  }: Options = {},
): Promise<string> {
  const id = newOpaqueId();
  await db.authorizationRequest.create({
    data: {
      id,
      clientId: client.id,
      redirectUri: client.redirectUris[0] ?? "",
      scopes,
      audience: [audience],
      state,
      codeChallenge: sha256Base64url("verifier"),
      sessionId,
      authenticatedAfter,
      expiresAt,
    },
  });
  return id;
}
