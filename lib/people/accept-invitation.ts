import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { hashPassword } from "@/lib/crypto/password";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { asTarget } from "./manage";
import { findGoodInvitation } from "./read-invitation";
import { requireStrongPassword } from "./rules";
import type { Acceptance } from "./schema";
import { setPassword } from "./set-password";
import { claimInvitation, lockPerson } from "./store";

/**
 * Chooses the password of the person behind a link, once: of many at the same time exactly one succeeds. Sessions and
 * tokens that the old password led to end. It signs nobody in: the person does, with the password that they chose.
 * @throws Refusal not_found, request_expired, invalid_input (the link stays good)
 */
export async function acceptInvitation(ctx: Context, { token, password }: Acceptance): Promise<{ email: string }> {
  const { id, user } = await findGoodInvitation(ctx, token);
  const companies = user.memberships.map(({ company }) => company);
  const about = [user.name, user.email, ...companies.map(({ name }) => name)];
  requireStrongPassword({ password, field: "password", about });
  const passwordHash = await hashPassword(password);
  await inTransaction(ctx, async (tx) => {
    await lockPerson(tx.db, user.id);
    if (!(await claimInvitation(tx.db, id, tx.now))) throw new Refusal("request_expired");
    const details = await setPassword(tx, { userId: user.id, passwordHash, keepSessionId: null });
    await record(tx, {
      action: "person.accepted_invitation",
      companyId: companies[0]?.id ?? null,
      target: asTarget(user),
      details,
    });
  });
  return { email: user.email };
}
