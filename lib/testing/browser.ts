import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { after, hours } from "@/lib/duration";
import { sessionCookieName } from "@/lib/session/cookie";
import type { TestIssuer } from "./issued";

type Who = Pick<TestIssuer, "db" | "user" | "actor">;

/** A browser in which the person is signed in: its cookie, and the actor that its session stands for. */
export async function testBrowser(
  { db, user, actor }: Who,
  { now = new Date(), authenticatedAt = now }: { now?: Date; authenticatedAt?: Date } = {},
) {
  const handle = newCredential("session").reveal();
  const session = await db.session.create({
    data: {
      handleHash: hashOf(handle),
      userId: user.id,
      companyId: actor.membership.companyId,
      authenticatedAt,
      lastSeenAt: now,
      expiresAt: after(now, hours(12)),
    },
  });
  return {
    sessionId: session.id,
    cookie: `${sessionCookieName()}=${handle}`,
    actor: { ...actor, sessionId: session.id, authenticatedAt },
  };
}
