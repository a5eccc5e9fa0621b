import "server-only";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { Refusal } from "@/lib/errors";
import { findInvitation } from "./store";

type Asking = Pick<Context, "db" | "now">;

/**
 * The invitation behind a link that is still good.
 * @throws Refusal not_found when there is none, request_expired when it was used, replaced, or its time is over, and when
 * its person is disabled
 */
export async function findGoodInvitation({ db, now }: Asking, token: string) {
  const invitation = kindOf(token) === "invitation" ? await findInvitation(db, hashesOf(token)) : null;
  if (!invitation) throw new Refusal("not_found");
  if (invitation.usedAt || invitation.expiresAt <= now || invitation.user.disabledAt)
    throw new Refusal("request_expired");
  return invitation;
}

export type InvitationView = Readonly<{ name: string; email: string; companyNames: string[]; expiresAt: Date }>;

/**
 * Who is invited, and to which companies, for the page behind a link. The link is all that it asks for.
 * @throws Refusal not_found, request_expired
 */
export async function readInvitation(ctx: Asking, { token }: { token: string }): Promise<InvitationView> {
  const { expiresAt, user } = await findGoodInvitation(ctx, token);
  const companyNames = user.memberships.map(({ company }) => company.name);
  return { name: user.name, email: user.email, companyNames, expiresAt };
}
