import "server-only";
import type { Actor, Context, Role } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { handleFromCookies } from "./cookie";
import { findLiveSession } from "./store";

/** The person behind a session handle, read from the database each time: disabling or demoting counts at once. */
export async function actorOfHandle(ctx: Pick<Context, "db" | "now">, handle: string | null): Promise<Actor> {
  if (!handle || kindOf(handle) !== "session") return { kind: "nobody" };
  const session = await findLiveSession(ctx.db, hashesOf(handle), ctx.now);
  if (!session) return { kind: "nobody" };
  const { user } = session;
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

/** For endpoints that a browser opens: the signed-in person, or nobody. */
export const signedIn = (ctx: Context, request: Request): Promise<Actor> =>
  actorOfHandle(ctx, handleFromCookies(request.headers.get("cookie")));
