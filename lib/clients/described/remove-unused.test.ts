import { expect, it } from "vitest";
import { newKey, newOpaqueId } from "@/lib/crypto/id";
import { after, days, minutes } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { removeUnusedClients } from "./remove-unused";

testDatabase();

const now = new Date();
const old = after(now, -days(31));

it("removes clients that described themselves and that nobody has used for thirty days, once, and no other", async () => {
  const issuer = await testIssuer();
  const { db, company, group, user } = issuer;
  const make = (name: string, given: object = {}) =>
    db.client.create({
      data: {
        companyId: company.id,
        key: newKey(),
        name,
        grantType: "authorization_code",
        isPublic: true,
        origin: "dynamic",
        redirectUris: ["https://client.example/callback"],
        permissionGroupId: group.id,
        createdAt: old,
        ...given,
      },
    });
  const document = { origin: "document", documentUrl: "https://a.example/c", documentFetchedAt: old };
  const gone = [await make("forgotten"), await make("a document", document)];
  gone.push(await make("waits in vain", { ...document, documentUrl: "https://b.example/c", awaitsApprovalSince: old }));
  gone.push(await make("was used", { lastUsedAt: old }));
  const revoked = await make("was taken back");
  gone.push(revoked);
  const grant = { companyId: company.id, userId: user.id, grantType: "authorization_code", scopes: ["stock"] };
  await db.grant.create({ data: { ...grant, clientId: revoked.id, revokedAt: old } });

  const kept = [
    await make("made by hand", { origin: "console" }),
    await make("young", { createdAt: after(now, -days(29)) }),
    await make("in use", { lastUsedAt: after(now, -days(29)) }),
    await make("kept out", { disabledAt: old }),
    await make("checked", { verifiedAt: old }),
    await make("seen again", { ...document, documentUrl: "https://c.example/c", documentFetchedAt: now }),
  ];
  const allowed = await make("allowed");
  await db.grant.create({ data: { ...grant, clientId: allowed.id } });
  const expiresAt = after(now, minutes(5));
  const asking = await make("asking");
  const request = { id: newOpaqueId(), redirectUri: "https://client.example/callback", scopes: [], audience: [] };
  await db.authorizationRequest.create({ data: { ...request, clientId: asking.id, expiresAt } });
  const pushing = await make("pushing");
  await db.pushedRequest.create({
    data: { referenceHash: Buffer.from("x"), clientId: pushing.id, parameters: [], expiresAt },
  });
  kept.push(allowed, asking, pushing);

  const ctx = await testContext({ now });
  const counts = await Promise.all([removeUnusedClients(ctx), removeUnusedClients(ctx)]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(gone.length);
  expect(await removeUnusedClients(ctx)).toBe(0);

  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();
  const removed = await db.client.findMany({ where: { removedAt: { not: null } } });
  expect(idsOf(removed)).toEqual(idsOf(gone));
  expect(new Set(removed.map(({ removedAt }) => removedAt?.getTime()))).toEqual(new Set([now.getTime()]));
  expect(await db.client.count({ where: { id: { in: idsOf(kept) }, removedAt: null } })).toBe(kept.length);
  const events = await db.auditEvent.findMany({ where: { action: "client.removed", actorKind: "system" } });
  expect(events.map(({ targetId }) => targetId).sort()).toEqual(idsOf(gone));
});
