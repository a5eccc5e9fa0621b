import { expect, it } from "vitest";
import { ensureSystemApis } from "@/lib/apis/system";
import type { Refusal } from "@/lib/errors";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { prepareInstallation } from "./prepare";
import { setUpSchema } from "./schema";
import { setUp } from "./set-up";
import { isSetUpCode } from "./status";

const db = testDatabase();
const AT_ONCE = 50;

it("leaves one link that counts when many processes start at once on an empty database", async () => {
  const ctx = await testContext();
  const links = await Promise.all(
    Array.from({ length: 12 }, async () => {
      await ensureSystemApis(ctx.db);
      return new URL((await prepareInstallation(ctx)) ?? "").searchParams.get("code") ?? "";
    }),
  );
  const good = await Promise.all(links.map((code) => isSetUpCode(ctx, code)));
  expect(good.filter(Boolean)).toHaveLength(1);
});

it("makes exactly one owner and one company of many set-ups at once with the right code (#408)", async () => {
  const ctx = await testContext();
  await ensureSystemApis(ctx.db);
  const code = new URL((await prepareInstallation(ctx)) ?? "").searchParams.get("code");
  const password = "a lantern over the northern gate";
  const attempts = Array.from({ length: AT_ONCE }, (_, n) =>
    setUpSchema.parse({
      code,
      name: `Person ${n}`,
      email: `person${n}@example.com`,
      company: `Company ${n}`,
      password,
    }),
  );
  const results = await Promise.allSettled(attempts.map((input) => setUp(ctx, input)));
  const refusals = results.flatMap((result) => (result.status === "rejected" ? [(result.reason as Refusal).name] : []));
  expect(refusals).toEqual(Array(AT_ONCE - 1).fill("setup_closed"));
  const { prisma } = db();
  expect([await prisma.company.count(), await prisma.user.count(), await prisma.membership.count()]).toEqual([1, 1, 1]);
  expect(await prisma.auditEvent.count({ where: { action: "company.set_up" } })).toBe(1);
});
