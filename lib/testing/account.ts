import type { Context, Role } from "@/lib/context";
import { hashPassword } from "@/lib/crypto/password";
import { database } from "@/lib/db/database";
import { actorOfHandle } from "@/lib/session/actor";
import { signIn } from "@/lib/session/sign-in";
import { testCompany, testContext } from "./context";

export const PASSWORD = "four gentle otters swim";
/** Hashed once a file: it is meant to be slow. */
let hash: Promise<string> | undefined;

/** A company with a person who has a password. */
export async function testAccount(options: { role?: Role; name?: string } = {}) {
  const { prisma: db } = await database();
  hash ??= hashPassword(PASSWORD);
  const made = await testCompany(options);
  await db.user.update({ where: { id: made.user.id }, data: { passwordHash: await hash } });
  return { ...made, db, email: made.user.email };
}

/** A company with its owner at work, and one more person who has a password. */
export async function testTeam(role: Role = "member") {
  const { db } = await testAccount();
  const { company, actor } = await testCompany();
  const ctx = await testContext({ actor });
  const { user, email } = await testAccount();
  await db.membership.deleteMany({ where: { userId: user.id } });
  await db.membership.create({ data: { userId: user.id, companyId: company.id, role } });
  return { db, company, ctx, owner: actor, userId: user.id, email };
}

/** A real session of an account, and a context of it. */
export async function testSession(email: string, now: Date = new Date()): Promise<{ ctx: Context; handle: string }> {
  const { handle } = await signIn(await testContext({ now }), { email, password: PASSWORD });
  const asked = await testContext({ now });
  return { ctx: { ...asked, actor: await actorOfHandle(asked, handle.reveal()) }, handle: handle.reveal() };
}
