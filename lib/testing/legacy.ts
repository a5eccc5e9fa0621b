import type { Secret } from "@/lib/crypto/secret";
import { createLegacyKey } from "@/lib/legacy/create";
import { verifyCredential } from "@/lib/verify/verify";
import { testContext } from "./context";
import { testIssuer } from "./issued";

/** A company with its owner's context and an API connection. */
export async function testConnection() {
  const issuer = await testIssuer();
  const ctx = await testContext({ actor: issuer.actor });
  const { key, secret } = await createLegacyKey(ctx);
  const accepted = (given: Secret) => verifyCredential(ctx, { scheme: "basic", key, secret: given.reveal() });
  const events = (action: string) =>
    issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id, action: `legacy_key.${action}` } });
  return { ...issuer, issuer, ctx, key, secret, accepted, events };
}
