import "server-only";
import type { Context } from "@/lib/context";
import { requirePerson } from "@/lib/people/own";
import { listLiveSessions } from "./store";

export type SessionRow = Readonly<{
  sessionId: string;
  isCurrent: boolean;
  createdAt: Date;
  /** To the minute. */
  lastSeenAt: Date;
  expiresAt: Date;
  ip: string | null;
  userAgent: string | null;
}>;

/** Where the person is signed in, the last used first. @throws Refusal sign_in_required */
export async function listSessions(ctx: Context): Promise<SessionRow[]> {
  const { userId, sessionId } = requirePerson(ctx);
  const rows = await listLiveSessions(ctx.db, userId, ctx.now);
  return rows.map(({ id, ...row }) => ({ ...row, sessionId: id, isCurrent: id === sessionId }));
}
