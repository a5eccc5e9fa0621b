import { describe, expect, it } from "vitest";
import { newCredential } from "@/lib/crypto/credential";
import { days, hours, minutes, seconds } from "@/lib/duration";
import { requireFreshSignIn } from "@/lib/people/may";
import { PASSWORD, testAccount, testSession } from "@/lib/testing/account";
import { settled, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { actorOfHandle } from "./actor";
import { confirmPassword } from "./confirm";
import { endOtherSessions, endSession } from "./end";
import { listSessions } from "./list";
import { signOut } from "./sign-out";

testDatabase();

const shifted = (from: Date, milliseconds: number): Date => new Date(from.getTime() + milliseconds);
const NOBODY = { kind: "nobody" };
const actorAt = async (handle: string, now: Date) => actorOfHandle(await testContext({ now }), handle);
const sessionIdOf = (ctx: { actor: { kind: string } }) => (ctx.actor as { sessionId?: string }).sessionId ?? "";

describe("a session", () => {
  it("ends twelve hours after the last request, to the millisecond (#382)", async () => {
    const { email } = await testAccount();
    const now = new Date();
    const { handle } = await testSession(email, now);
    expect(await actorAt(handle, shifted(now, hours(12)))).toEqual(NOBODY);
    expect(await actorAt(handle, shifted(now, hours(12) - 1))).toMatchObject({ kind: "person" });
    await settled();
    expect(await actorAt(handle, shifted(now, hours(23)))).toMatchObject({ kind: "person" });
  });

  it("ends thirty days after the sign-in, however active (#382)", async () => {
    const { email, db } = await testAccount();
    const now = new Date();
    const { handle, ctx } = await testSession(email, now);
    const end = shifted(now, days(30));
    await db.session.update({ where: { id: sessionIdOf(ctx) }, data: { lastSeenAt: shifted(end, -seconds(1)) } });
    expect(await actorAt(handle, shifted(end, -1))).toMatchObject({ kind: "person" });
    expect(await actorAt(handle, end)).toEqual(NOBODY);
  });

  it("is seen at most once a minute, after the answer", async () => {
    const { email, db } = await testAccount();
    const now = new Date();
    const { handle, ctx } = await testSession(email, now);
    const seen = async () =>
      (await db.session.findUniqueOrThrow({ where: { id: sessionIdOf(ctx) } })).lastSeenAt.getTime() - now.getTime();
    await actorAt(handle, shifted(now, seconds(59)));
    await settled();
    expect(await seen()).toBe(0);
    await actorAt(handle, shifted(now, minutes(1)));
    await settled();
    expect(await seen()).toBe(minutes(1));
  });

  it("loses person and role with the next request (#383)", async () => {
    const { email, user, db } = await testAccount();
    const { ctx, handle } = await testSession(email);
    await db.membership.updateMany({ where: { userId: user.id }, data: { role: "member" } });
    expect(await actorOfHandle(ctx, handle)).toMatchObject({ membership: { role: "member" } });
    await db.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    expect(await actorOfHandle(ctx, handle)).toEqual(NOBODY);
  });

  it("is nobody's without its handle, with another kind's, with a forged one", async () => {
    const ctx = await testContext();
    for (const handle of [null, "", "x", newCredential("personal").reveal(), newCredential("session").reveal()])
      expect(await actorOfHandle(ctx, handle)).toEqual(NOBODY);
  });

  it("is over at once after signing out, and signing out twice is one line in the log (#381)", async () => {
    const { email, company, db } = await testAccount();
    const { ctx, handle } = await testSession(email);
    await signOut(ctx);
    await signOut(ctx);
    await signOut(await testContext());
    expect(await actorOfHandle(ctx, handle)).toEqual(NOBODY);
    const count = await db.auditEvent.count({ where: { companyId: company.id, action: "person.signed_out" } });
    expect(count).toBe(1);
  });
});

describe("the password again", () => {
  it("makes the session fresh under a new handle, and the old handle is dead", async () => {
    const { email, company, db } = await testAccount();
    const start = new Date();
    const { ctx, handle } = await testSession(email, start);
    const now = shifted(start, minutes(11));
    expect(() => requireFreshSignIn({ ...ctx, now })).toThrow("fresh_sign_in_required");
    const { handle: renewed } = await confirmPassword({ ...ctx, now }, { password: PASSWORD });
    const actor = await actorAt(renewed.reveal(), now);
    expect(actor).toMatchObject({ kind: "person", sessionId: sessionIdOf(ctx), authenticatedAt: now });
    expect(() => requireFreshSignIn({ actor, now })).not.toThrow();
    expect(await actorAt(handle, now)).toEqual(NOBODY);
    const confirmed = { companyId: company.id, action: "person.confirmed_password" };
    expect(await db.auditEvent.count({ where: confirmed })).toBe(1);
  });

  it("changes nothing when it is wrong, and says so at the field", async () => {
    const { email } = await testAccount();
    const { ctx, handle } = await testSession(email);
    await expect(confirmPassword(ctx, { password: "some other long password" })).rejects.toMatchObject({
      name: "wrong_credentials",
      fields: { password: { code: "wrongPassword" } },
    });
    expect(await actorOfHandle(ctx, handle)).toMatchObject({ kind: "person" });
  });

  it("does not wake a session that ended", async () => {
    const { email } = await testAccount();
    const { ctx } = await testSession(email);
    await signOut(ctx);
    await expect(confirmPassword(ctx, { password: PASSWORD })).rejects.toThrow("changed_meanwhile");
  });

  it("is asked of signed-in people alone", async () => {
    await expect(confirmPassword(await testContext(), { password: PASSWORD })).rejects.toThrow("sign_in_required");
  });
});

describe("own sessions", () => {
  it("are listed and ended, one or all others (#385)", async () => {
    const { email } = await testAccount();
    const now = new Date();
    const here = await testSession(email, now);
    const phone = await testSession(email, shifted(now, -hours(1)));
    const tablet = await testSession(email, shifted(now, -hours(2)));
    await testSession(email, shifted(now, -hours(13)));
    const rows = await listSessions(here.ctx);
    expect(rows.map(({ sessionId, isCurrent }) => ({ sessionId, isCurrent }))).toEqual([
      { sessionId: sessionIdOf(here.ctx), isCurrent: true },
      { sessionId: sessionIdOf(phone.ctx), isCurrent: false },
      { sessionId: sessionIdOf(tablet.ctx), isCurrent: false },
    ]);
    expect(rows[0]).toMatchObject({ ip: "203.0.113.7", userAgent: "test", createdAt: now });

    await endSession(here.ctx, { sessionId: sessionIdOf(phone.ctx) });
    expect(await actorAt(phone.handle, now)).toEqual(NOBODY);
    await expect(endSession(here.ctx, { sessionId: sessionIdOf(phone.ctx) })).rejects.toThrow("not_found");
    expect(await endOtherSessions(here.ctx)).toBeGreaterThanOrEqual(1);
    expect(await actorAt(tablet.handle, now)).toEqual(NOBODY);
    expect(await actorAt(here.handle, now)).toMatchObject({ kind: "person" });
  });

  it("are nobody else's to see or end (#399)", async () => {
    const { email } = await testAccount();
    const mine = await testSession(email);
    const other = await testSession((await testAccount()).email);
    await expect(endSession(other.ctx, { sessionId: sessionIdOf(mine.ctx) })).rejects.toThrow("not_found");
    await endOtherSessions(other.ctx);
    expect(await actorOfHandle(mine.ctx, mine.handle)).toMatchObject({ kind: "person" });
    expect(await listSessions(other.ctx)).toHaveLength(1);
  });
});
