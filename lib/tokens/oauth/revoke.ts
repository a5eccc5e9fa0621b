import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { inTransaction } from "@/lib/db/transaction";
import { updateExchangedRevoked } from "../exchanged/store";
import { endFamily } from "./end-family";
import type { Asker } from "./issued";
import { isJwtForm } from "./jwt";
import { findFamilyOfRefresh, updateAccessRevoked } from "./store";

type Revoke = { client: Asker; token: string };

async function revokeAccess(asked: Context, { client, token }: Revoke): Promise<void> {
  await inTransaction(asked, async (ctx) => {
    const revoked = { hashes: hashesOf(token), clientId: client.id, at: ctx.now };
    const id = (await updateAccessRevoked(ctx.db, revoked)) ?? (await updateExchangedRevoked(ctx.db, revoked));
    if (id === null) return;
    await record(ctx, {
      action: "access_token.revoked",
      companyId: client.companyId,
      target: { kind: "access_token", id, name: client.name },
      details: { client: client.name },
    });
  });
}

/**
 * Ends a token at its own client's request (RFC 7009 §2.1): an access token by itself, a refresh token with everything
 * that descends from the same code. What is unknown, another's or of another kind is left alone, and nobody is told.
 */
export async function revoke(ctx: Context, { client, token }: Revoke): Promise<void> {
  const kind = kindOf(token);
  if (kind === "access" || isJwtForm(token)) return revokeAccess(ctx, { client, token });
  if (kind !== "refresh") return;
  const found = await findFamilyOfRefresh(ctx.db, { hashes: hashesOf(token), clientId: client.id });
  if (found) await endFamily(ctx, { familyId: found.familyId, client, reason: "revoked_by_client" });
}
