import "server-only";
import type { Actor, Context, Role } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { handleFromCookies } from "./cookie";
import { isSeenLongAgo } from "./rules";
import { type Account, findLiveSession, updateLastSeen } from "./store";

export type Person = Extract<Actor, { kind: "person" }>;

type Session = { id: string; companyId: string | null; authenticatedAt: Date };

/** The person of a session, in the company that it shows: the chosen one while they belong to it, else their first. */
export function personOf(user: Pick<Account, "id" | "name" | "email" | "memberships">, session: Session): Person {
  const membership = user.memberships.find(({ companyId }) => companyId === session.companyId) ?? user.memberships[0];
  return {
    kind: "person",
    userId: user.id,
    name: user.name,
    email: user.email,
    sessionId: session.id,
    authenticatedAt: session.authenticatedAt,
    membership: membership
      ? { companyId: membership.companyId, companyName: membership.company.name, role: membership.role as Role }
      : null,
  };
}

/** The person behind a session handle, read from the database each time: disabling or demoting counts at once. */
export async function actorOfHandle(
  { db, now, later }: Pick<Context, "db" | "now" | "later">,
  handle: string | null,
): Promise<Actor> {
  if (!handle || kindOf(handle) !== "session") return { kind: "nobody" };
  const session = await findLiveSession(db, hashesOf(handle), now);
  if (!session) return { kind: "nobody" };
  if (isSeenLongAgo(session.lastSeenAt, now)) later(async () => void (await updateLastSeen(db, session.id, now)));
  return personOf(session.user, session);
}

/** For endpoints that a browser opens: the signed-in person, or nobody. */
export const signedIn = (ctx: Context, request: Request): Promise<Actor> =>
  actorOfHandle(ctx, handleFromCookies(request.headers.get("cookie")));
