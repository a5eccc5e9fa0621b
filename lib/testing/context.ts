import { randomUUID } from "node:crypto";
import type { Actor, Context, Role } from "@/lib/context";
import { database } from "@/lib/db/database";

const work: Promise<void>[] = [];

/** A context for a use case under test: nobody, now, unless told otherwise. */
export async function testContext({
  actor = { kind: "nobody" },
  now = new Date(),
}: {
  actor?: Actor;
  now?: Date;
} = {}): Promise<Context> {
  const { prisma: db } = await database();
  const origin = { requestId: randomUUID(), ip: "203.0.113.7", userAgent: "test" };
  return { db, now, actor, origin, later: (task) => void work.push(task()) };
}

/** Waits for what the use cases put off until after the answer. */
export const settled = async (): Promise<void> => void (await Promise.all(work.splice(0)));

type Sample = { id: string; name: string };

/** A person who has just signed in to `company` with `role`, as the actor that a door makes of them. */
export const signedIn = (user: Sample & { email: string }, company: Sample, role: Role) =>
  ({
    kind: "person",
    userId: user.id,
    name: user.name,
    email: user.email,
    sessionId: randomUUID(),
    authenticatedAt: new Date(),
    membership: { companyId: company.id, companyName: company.name, role },
  }) as const satisfies Actor;

/** A company with one signed-in person of `role`, and the open and admin APIs in place. */
export async function testCompany({ role = "owner", name = "Acme" }: { role?: Role; name?: string } = {}) {
  const { prisma: db } = await database();
  const company = await db.company.create({ data: { name: `${name} ${randomUUID().slice(0, 8)}` } });
  const user = await db.user.create({ data: { email: `${randomUUID()}@example.com`, name: "Sample Person" } });
  await db.membership.create({ data: { userId: user.id, companyId: company.id, role } });
  return { company, user, actor: signedIn(user, company, role) };
}
