import "server-only";
import { permissionGroups } from "@/lib/apis/offered";
import { record } from "@/lib/audit/record";
import type { Registrar } from "@/lib/companies/security/registration-tokens";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId, newKey } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { isOnDevelopersMachine } from "@/lib/outbound/network";
import { type DescribedClient, describedClient, fallbackName } from "./rules";
import type { DescribedMetadata } from "./schema";
import { insertDescribed, insertFirstSecret, isTrustedName } from "./store";

export type RegisteredClient = Readonly<{
  key: string;
  described: DescribedClient & { name: string };
  /** Shown once, here; null for a public client and for one with keys of its own. */
  secret: Secret | null;
  /** What it can ask for: what it named, or all of its ceiling. */
  scopes: readonly string[];
}>;

const wrong = (description: string): Refusal => new Refusal("invalid_client_metadata", { description });

/** The contexts that it asked to be registered for, within its ceiling; all of that when it named none. */
async function scopesOf(ctx: Context, { companyId, groupId }: Registrar, scope: string | undefined): Promise<string[]> {
  const groups = await permissionGroups(ctx, companyId);
  const ceiling = (groups.find(({ id }) => id === groupId)?.scopes ?? []).map(({ key }) => key);
  const asked = scope === undefined ? ceiling : [...new Set(scope.split(" "))];
  if (!asked.every((key) => ceiling.includes(key)))
    throw wrong("scope: holds a context that is unknown or above what registered clients can have");
  return asked;
}

async function firstSecret(ctx: Context, clientId: string, { isPublic, authMethod }: DescribedClient) {
  if (isPublic || authMethod !== "client_secret") return null;
  const secret = newCredential("clientSecret");
  const secretHash = hashOf(secret.reveal());
  await insertFirstSecret(ctx.db, { id: newId(), clientId, secretHash, hint: secret.hint, createdAt: ctx.now });
  return secret;
}

/**
 * Makes the client that an application describes (RFC 7591 §3.1), at the company that lets it register and with that
 * company's ceiling. It acts for people alone, and nothing that it says gives it more.
 *
 * @throws Refusal invalid_redirect_uri; invalid_client_metadata: a member that is wrong, a context above the ceiling, or
 *   the name of a client that the company made or checked (RFC 7591 §5)
 */
export async function registerClient(
  ctx: Context,
  registrar: Registrar,
  metadata: DescribedMetadata,
): Promise<RegisteredClient> {
  const { companyId, groupId, tokenName } = registrar;
  const where = { origin: "dynamic", mayUseLoopback: isOnDevelopersMachine() } as const;
  const found = describedClient(metadata, where);
  const described = { ...found, name: found.name ?? fallbackName(found) };
  const scopes = await scopesOf(ctx, registrar, metadata.scope);
  return inTransaction(ctx, async (tx) => {
    if (await isTrustedName(tx.db, companyId, described.name)) throw wrong("client_name: another client has this name");
    const made = { id: newId(), key: newKey(), companyId, createdAt: tx.now, permissionGroupId: groupId };
    await insertDescribed(tx.db, { ...described, ...made, origin: "dynamic" }, null);
    const secret = await firstSecret(tx, made.id, described);
    await record(tx, {
      action: "client.registered",
      companyId,
      target: { kind: "client", id: made.id, name: described.name },
      details: { key: made.key, ...(tokenName !== null && { registrationToken: tokenName }) },
    });
    return { key: made.key, described, secret, scopes };
  });
}
