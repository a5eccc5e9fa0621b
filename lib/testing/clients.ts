import { randomUUID } from "node:crypto";
import { createClient } from "@/lib/clients/create";
import { newClientSchema } from "@/lib/clients/schema";
import type { Actor, Context, Role } from "@/lib/context";
import { after, minutes } from "@/lib/duration";
import { FRESH_FOR } from "@/lib/people/may";
import { signedIn, testContext } from "./context";
import { type TestIssuer, testIssuer } from "./issued";

/** A signed-in person of `role` in the issuer's company. */
export async function colleague({ db, company }: TestIssuer, role: Role) {
  const user = await db.user.create({ data: { email: `${randomUUID()}@example.com`, name: `Sample ${role}` } });
  await db.membership.create({ data: { userId: user.id, companyId: company.id, role } });
  return signedIn(user, company, role);
}

/** A personal token of the issuer's person with these admin contexts. */
export const tokenOf = ({ company, user }: TestIssuer, scopes: string[], role: Role = "owner"): Actor => ({
  kind: "token",
  tokenId: randomUUID(),
  name: "Test token",
  userId: user.id,
  companyId: company.id,
  role,
  scopes,
});

/** The same person, a little too long after the password was typed. */
export const stale = <A extends Extract<Actor, { kind: "person" }>>(actor: A): A => ({
  ...actor,
  authenticatedAt: after(new Date(), -FRESH_FOR - minutes(1)),
});

/** The form of a client that acts for itself, as it is after the schema; `given` as a browser sends it. */
export const clientInput = ({ group }: TestIssuer, given: Record<string, unknown> = {}) =>
  newClientSchema.parse({
    grantType: "client_credentials",
    name: `Client ${randomUUID()}`,
    permissionGroupId: group.id,
    ...given,
  });

/** The same for one that acts on behalf of people. */
export const codeClientInput = (issuer: TestIssuer, given: Record<string, unknown> = {}) =>
  clientInput(issuer, { grantType: "authorization_code", redirectUris: "https://client.example/cb", ...given });

/** A company with its owner's context, and a way to make clients in it. */
export async function testClients() {
  const issuer = await testIssuer();
  const ctx = await testContext({ actor: issuer.actor });
  const make = async (given: Record<string, unknown> = {}, as: Context = ctx) => {
    const made = await createClient(as, clientInput(issuer, given));
    if (made.outcome !== "created") throw new Error(made.outcome);
    return made;
  };
  const events = (action: string) =>
    issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id, action }, orderBy: { at: "asc" } });
  return { ...issuer, issuer, ctx, make, events };
}
