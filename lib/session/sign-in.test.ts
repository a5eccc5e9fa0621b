import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/context";
import { after, minutes } from "@/lib/duration";
import { spendAttempt } from "@/lib/policy/throttle";
import { PASSWORD, testAccount, testSession } from "@/lib/testing/account";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { actorOfHandle } from "./actor";
import { confirmPassword } from "./confirm";
import { signIn } from "./sign-in";

const database = testDatabase();

const WRONG = "some other long password";
const from = (ctx: Context, ip: string | null): Context => ({ ...ctx, origin: { ...ctx.origin, ip } });
const eventsOf = (companyId: string) =>
  database().prisma.auditEvent.findMany({
    where: { companyId },
    select: { action: true, actorKind: true, actorId: true, targetId: true, details: true, outcome: true },
    orderBy: { id: "asc" },
  });

describe("signing in", () => {
  it("makes a session of the person in their company, and a line in the log", async () => {
    const { email, user, company } = await testAccount();
    const ctx = await testContext();
    const { handle, sessionId } = await signIn(ctx, { email, password: PASSWORD });
    expect(await actorOfHandle(ctx, handle.reveal())).toMatchObject({
      kind: "person",
      userId: user.id,
      sessionId,
      authenticatedAt: ctx.now,
      membership: { companyId: company.id, role: "owner" },
    });
    expect(await eventsOf(company.id)).toEqual([
      {
        action: "person.signed_in",
        actorKind: "person",
        actorId: user.id,
        targetId: sessionId,
        details: {},
        outcome: "done",
      },
    ]);
  });

  it("keeps of the handle a keyed hash alone", async () => {
    const { email, db } = await testAccount();
    const { handle, sessionId } = await signIn(await testContext(), { email, password: PASSWORD });
    const row = await db.session.findUnique({ where: { id: sessionId }, select: { handleHash: true } });
    expect(row?.handleHash).toHaveLength(32);
    expect(Buffer.from(row?.handleHash ?? []).includes(handle.reveal().slice(7, 20))).toBe(false);
  });

  it("ends the session that the browser had before, whoever's it was (#379)", async () => {
    const { email } = await testAccount();
    const other = await testAccount();
    const before = await testSession(other.email);
    await signIn(before.ctx, { email, password: PASSWORD });
    expect(await actorOfHandle(before.ctx, before.handle)).toEqual({ kind: "nobody" });
  });

  it("works for a person of no company", async () => {
    const { email, db, user } = await testAccount();
    await db.membership.deleteMany({ where: { userId: user.id } });
    const { ctx } = await testSession(email);
    expect(ctx.actor).toMatchObject({ kind: "person", membership: null });
  });
});

describe("one answer for", () => {
  it.each(["unknown", "wrong_password", "disabled", "no_password"])("%s", async (reason) => {
    const { email, user, company, db } = await testAccount();
    if (reason === "disabled") await db.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    if (reason === "no_password") await db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
    const asked = {
      email: reason === "unknown" ? `x${email}` : email,
      password: reason === "wrong_password" ? WRONG : PASSWORD,
    };
    const refused = signIn(await testContext(), asked);
    await expect(refused).rejects.toMatchObject({ name: "wrong_credentials", fields: undefined, detail: undefined });
    const events = reason === "unknown" ? [] : [{ targetId: user.id, details: { reason }, outcome: "refused" }];
    expect(await eventsOf(company.id)).toMatchObject(events);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("an unknown address, of which the log keeps nothing that was typed", async () => {
    const { db } = await testAccount();
    const ctx = await testContext();
    const password = "typed into the wrong field";
    await expect(signIn(ctx, { email: "typed.in.the.wrong.field@example.com", password })).rejects.toThrow();
    const event = await db.auditEvent.findFirst({ where: { requestId: ctx.origin.requestId } });
    expect(event).toMatchObject({ action: "person.sign_in_failed", targetId: null, companyId: null });
    expect(JSON.stringify(event)).not.toContain("wrong");
  });
});

describe("guessing", () => {
  it("stops after ten, also for the right password, and leaves the owner elsewhere alone (#490)", async () => {
    const { email } = await testAccount();
    const now = new Date();
    const attacker = from(await testContext({ now }), "198.51.100.1");
    for (let guess = 0; guess < 10; guess++)
      await expect(signIn(attacker, { email, password: WRONG })).rejects.toThrow("wrong_credentials");
    await expect(signIn(attacker, { email, password: PASSWORD })).rejects.toMatchObject({
      name: "too_many_attempts",
      headers: { "Retry-After": "900" },
    });
    await signIn(from(attacker, "198.51.100.2"), { email, password: PASSWORD });
    await signIn({ ...attacker, now: after(now, minutes(15)) }, { email, password: PASSWORD });
  });

  it("is forgiven by the right password", async () => {
    const { email } = await testAccount();
    const ctx = from(await testContext(), "198.51.100.3");
    for (let round = 0; round < 2; round++) {
      for (let guess = 0; guess < 9; guess++)
        await expect(signIn(ctx, { email, password: WRONG })).rejects.toThrow("wrong_credentials");
      await signIn(ctx, { email, password: PASSWORD });
    }
  });

  it("over many accounts stops after a hundred from one address (#490)", async () => {
    const { email } = await testAccount();
    const ctx = from(await testContext(), "198.51.100.4");
    // Ninety have been counted: each is a slow hash.
    const counted = { what: "password-address", subject: "198.51.100.4", limit: 100, windowMs: minutes(15) };
    for (let at = 0; at < 90; at++) await spendAttempt(ctx, counted);
    const guesses = Array.from({ length: 10 }, (_, at) =>
      signIn(ctx, { email: `p${at}@example.org`, password: WRONG }),
    );
    const all = await Promise.allSettled(guesses);
    expect(all.every((one) => one.status === "rejected" && one.reason.name === "wrong_credentials")).toBe(true);
    await expect(signIn(ctx, { email, password: PASSWORD })).rejects.toThrow("too_many_attempts");
  });

  it("in a session counts like guessing at the door", async () => {
    const { email } = await testAccount();
    const { ctx } = await testSession(email);
    const there = from(ctx, "198.51.100.5");
    for (let guess = 0; guess < 10; guess++)
      await expect(confirmPassword(there, { password: WRONG })).rejects.toThrow("wrong_credentials");
    await expect(confirmPassword(there, { password: PASSWORD })).rejects.toThrow("too_many_attempts");
    await expect(signIn(there, { email, password: PASSWORD })).rejects.toThrow("too_many_attempts");
  });
});
