import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newCredential } from "@/lib/crypto/credential";
import { after, days } from "@/lib/duration";
import { actorOfHandle } from "@/lib/session/actor";
import { signIn } from "@/lib/session/sign-in";
import { testSession } from "@/lib/testing/account";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { acceptInvitation } from "./accept-invitation";
import { addPerson } from "./add";
import { disablePerson } from "./disable";
import { enablePerson } from "./enable";
import { invite } from "./invite";
import { readInvitation } from "./read-invitation";

const database = testDatabase();

const PASSWORD = "four gentle otters swim";

async function testInvited() {
  const { company, actor } = await testCompany();
  const ctx = await testContext({ actor });
  const email = `${randomUUID()}@example.com`;
  const { userId, invitation } = await addPerson(ctx, { name: "Invited Person", email, role: "admin" });
  if (!invitation) throw new Error("a new person is invited");
  return { ctx, company, email, userId, token: invitation.token.reveal() };
}

describe("an invitation", () => {
  it("shows whom it is for, and lets them choose a password once", async () => {
    const { company, email, userId, token } = await testInvited();
    const ctx = await testContext();
    expect(await readInvitation(ctx, { token })).toMatchObject({
      name: "Invited Person",
      email,
      companyNames: [company.name],
    });
    expect(await acceptInvitation(ctx, { token, password: PASSWORD })).toEqual({ email });
    const { handle } = await signIn(ctx, { email, password: PASSWORD });
    expect(await actorOfHandle(ctx, handle.reveal())).toMatchObject({ userId, membership: { role: "admin" } });
    await expect(acceptInvitation(ctx, { token, password: PASSWORD })).rejects.toThrow("request_expired");
    await expect(readInvitation(ctx, { token })).rejects.toThrow("request_expired");
    const accepted = { companyId: company.id, action: "person.accepted_invitation", targetId: userId };
    expect(await database().prisma.auditEvent.count({ where: accepted })).toBe(1);
  });

  it("ends after seven days, at the instant", async () => {
    const { ctx, token } = await testInvited();
    const end = after(ctx.now, days(7));
    await readInvitation({ ...ctx, now: new Date(end.getTime() - 1) }, { token });
    const late = { ...ctx, now: end };
    await expect(readInvitation(late, { token })).rejects.toThrow("request_expired");
    await expect(acceptInvitation(late, { token, password: PASSWORD })).rejects.toThrow("request_expired");
  });

  it("is replaced by the next", async () => {
    const { ctx, userId, token } = await testInvited();
    const next = await invite(ctx, { userId });
    await expect(acceptInvitation(ctx, { token, password: PASSWORD })).rejects.toThrow("request_expired");
    await acceptInvitation(ctx, { token: next.token.reveal(), password: PASSWORD });
  });

  it("stays good when the password is refused (#410)", async () => {
    const { ctx, company, token } = await testInvited();
    for (const password of ["passwordpassword", `${company.name} 2026`, "invited.person.2026"])
      await expect(acceptInvitation(ctx, { token, password })).rejects.toMatchObject({
        name: "invalid_input",
        fields: { password: { code: "passwordTooCommon" } },
      });
    await acceptInvitation(ctx, { token, password: PASSWORD });
  });

  it("is not there for a wrong, forged or foreign token", async () => {
    const ctx = await testContext();
    for (const token of ["", "x", newCredential("invitation").reveal(), newCredential("setup").reveal()])
      await expect(readInvitation(ctx, { token })).rejects.toThrow("not_found");
  });

  it("is of no use to a disabled person", async () => {
    const { ctx, userId, token } = await testInvited();
    await database().prisma.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
    await expect(acceptInvitation(ctx, { token, password: PASSWORD })).rejects.toThrow("request_expired");
  });

  it("stays dead when its person is disabled and let in again (#383)", async () => {
    const { ctx, userId, token } = await testInvited();
    await disablePerson(ctx, { userId });
    await enablePerson(ctx, { userId });
    await expect(readInvitation(ctx, { token })).rejects.toThrow("request_expired");
    await expect(acceptInvitation(ctx, { token, password: PASSWORD })).rejects.toThrow("request_expired");
    const { token: again } = await invite(ctx, { userId });
    await acceptInvitation(ctx, { token: again.reveal(), password: PASSWORD });
  });

  it("for a forgotten password ends the sessions of the old one (#384)", async () => {
    const { ctx, email, userId, token } = await testInvited();
    await acceptInvitation(ctx, { token, password: PASSWORD });
    const { handle } = await testSession(email);
    const { token: again } = await invite(ctx, { userId });
    expect(await actorOfHandle(ctx, handle)).toMatchObject({ kind: "person" });
    await acceptInvitation(ctx, { token: again.reveal(), password: "seven quiet badgers hum" });
    expect(await actorOfHandle(ctx, handle)).toEqual({ kind: "nobody" });
    await expect(signIn(await testContext(), { email, password: PASSWORD })).rejects.toThrow("wrong_credentials");
  });

  it("of one company ends when another gives the person something", async () => {
    const { ctx, email, userId, token } = await testInvited();
    await acceptInvitation(ctx, { token, password: PASSWORD });
    const { token: again } = await invite(ctx, { userId });
    const { actor } = await testCompany();
    await addPerson(await testContext({ actor }), { name: "x", email, role: "owner" });
    const password = "seven quiet badgers hum";
    await expect(acceptInvitation(ctx, { token: again.reveal(), password })).rejects.toThrow("request_expired");
    await signIn(await testContext(), { email, password: PASSWORD });
  });
});
