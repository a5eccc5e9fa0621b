import { expect, it } from "vitest";
import { minutes } from "@/lib/duration";
import { spendAttempt } from "@/lib/policy/throttle";
import { PASSWORD, testAccount, testSession } from "@/lib/testing/account";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { changePassword } from "./change-password";
import { confirmPassword } from "./confirm";
import { signIn } from "./sign-in";

const database = testDatabase();

const outcomesOf = async (all: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(all)).map((one) => (one.status === "fulfilled" ? "done" : String(one.reason.name)));

it("of 50 guesses at once no more than ten are looked at, the right one among them or not", async () => {
  const { email, user, db } = await testAccount();
  const ctx = await testContext();
  const outcomes = await outcomesOf(
    Array.from({ length: 50 }, (_, at) => signIn(ctx, { email, password: `a wrong password, number ${at}` })),
  );
  expect(outcomes.filter((name) => name === "wrong_credentials")).toHaveLength(10);
  expect(outcomes.filter((name) => name === "too_many_attempts")).toHaveLength(40);
  expect(await db.auditEvent.count({ where: { targetId: user.id, action: "person.sign_in_failed" } })).toBe(10);
});

it("of 50 guesses at once over as many accounts the address's last five are looked at, and not the right one behind them (#491)", async () => {
  const { email } = await testAccount();
  const asked = await testContext();
  const ctx = { ...asked, origin: { ...asked.origin, ip: "198.51.100.250" } };
  const spent = { what: "password-address", subject: "198.51.100.250", limit: 100, windowMs: minutes(15) };
  for (let count = 0; count < 95; count++) await spendAttempt(ctx, spent);
  const wrong = Array.from({ length: 49 }, (_, at) => ({ email: `nobody-${at}@example.com`, password: "a guess" }));
  const outcomes = await outcomesOf([...wrong, { email, password: PASSWORD }].map((guess) => signIn(ctx, guess)));
  expect(outcomes.filter((name) => name === "wrong_credentials")).toHaveLength(5);
  expect(outcomes.at(-1)).toBe("too_many_attempts");
});

it("no session of the old password outlives its change, however close they are", async () => {
  const { email, user } = await testAccount();
  const { ctx } = await testSession(email);
  const elsewhere = Array.from({ length: 50 }, async (_, at) => {
    const asked = await testContext();
    return signIn({ ...asked, origin: { ...asked.origin, ip: `198.51.100.${at}` } }, { email, password: PASSWORD });
  });
  const changed = changePassword(ctx, { currentPassword: PASSWORD, newPassword: "seven quiet badgers hum" });
  const outcomes = await outcomesOf([...elsewhere, changed]);
  expect(outcomes.at(-1)).toBe("done");
  expect(outcomes.filter((name) => name !== "done" && name !== "wrong_credentials")).toEqual([]);
  expect(await database().prisma.session.count({ where: { userId: user.id, endedAt: null } })).toBe(1);
});

it("a session is renewed by one of many confirmations at once", async () => {
  const { email } = await testAccount();
  const { ctx } = await testSession(email);
  const now = new Date(ctx.now.getTime() + 1000);
  const outcomes = await outcomesOf(
    Array.from({ length: 50 }, (_, at) =>
      confirmPassword({ ...ctx, now, origin: { ...ctx.origin, ip: `192.0.2.${at}` } }, { password: PASSWORD }),
    ),
  );
  expect(outcomes.filter((name) => name === "done")).toHaveLength(1);
  expect(outcomes.filter((name) => name === "changed_meanwhile")).toHaveLength(49);
});
