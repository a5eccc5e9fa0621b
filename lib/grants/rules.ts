import { isDeepStrictEqual } from "node:util";
import { type Details, detailOf, hasValues, isWithin } from "@/lib/apis/details";
import { days } from "@/lib/duration";
import { Refusal } from "@/lib/errors";

/** `ended`: its time is over. */
export type GrantStatus = "live" | "ended" | "revoked";

type Lasting = { revokedAt: Date | null; expiresAt: Date | null };

/** What ended by itself stays so, whatever was done to it later. */
export function statusOf({ revokedAt, expiresAt }: Lasting, now: Date): GrantStatus {
  if (expiresAt !== null && expiresAt <= now && (revokedAt === null || revokedAt >= expiresAt)) return "ended";
  return revokedAt ? "revoked" : "live";
}

/** How long a person lets an application in when they do not want to think of it again. */
export const SHORT_ACCESS = days(7);

/** What a person chose on one consent page. */
export type Choice = Readonly<{ scopes: readonly string[]; details: Details; expiresAt: Date | null }>;

const isOver = ({ expiresAt }: Choice, now: Date): boolean => expiresAt !== null && expiresAt <= now;

/**
 * Whether what was given before must end at a new choice: its time is over, or tokens that are out could do what is not
 * allowed any more, since a context that was chosen anew has other values than they may have.
 */
export function isOutdated(held: Choice, chosen: Choice, now: Date): boolean {
  if (isOver(held, now)) return true;
  return (chosen.details ?? []).some((newest) => {
    if (!held.scopes.includes(newest.context) || !hasValues(newest)) return false;
    const before = detailOf(held.details, newest.context);
    return before === null || !isWithin(before, newest);
  });
}

/**
 * What a grant holds after a further choice: contexts add up; the values of a context and the end of it all are those of
 * the newest choice. Of one whose time is over nothing is left.
 */
export function widened(held: Choice, chosen: Choice, now: Date): Choice {
  if (isOver(held, now)) return chosen;
  const kept = (held.details ?? []).filter(({ context }) => !chosen.scopes.includes(context));
  const details = [...kept, ...(chosen.details ?? [])];
  return {
    scopes: [...new Set([...held.scopes, ...chosen.scopes])],
    details: details.length > 0 ? details : null,
    expiresAt: chosen.expiresAt,
  };
}

/** Whether two choices are the same, in whatever order their values were stored. */
export const isSame = (a: Choice, b: Choice): boolean =>
  isDeepStrictEqual([a.scopes, a.details, a.expiresAt], [b.scopes, b.details, b.expiresAt]);

/** What of `asked` is not held yet. */
export const missing = (held: readonly string[], asked: readonly string[]): string[] =>
  asked.filter((scope) => !held.includes(scope));

type Restorable = {
  grantType: string;
  revokedAt: Date | null;
  client: { disabledAt: Date | null; removedAt: Date | null };
};

/**
 * Whether an admin may give a standing access back: only the one that an admin gave. What a person allowed, that person
 * allows again.
 * @throws Refusal forbidden, already_exists (it was never taken), unknown_client (the client is disabled or removed)
 */
export function requireRestorable({ grantType, revokedAt, client }: Restorable): void {
  if (grantType !== "client_credentials")
    throw new Refusal("forbidden", { description: "the person who gave this access has to give it again" });
  if (!revokedAt) throw new Refusal("already_exists", { description: "this access was not revoked" });
  if (client.disabledAt || client.removedAt)
    throw new Refusal("unknown_client", { description: "the client is disabled or removed" });
}
