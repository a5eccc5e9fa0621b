import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { permissionGroups } from "@/lib/apis/offered";
import { ensureSystemApis } from "@/lib/apis/system";
import type { Context } from "@/lib/context";
import { verifyPassword } from "@/lib/crypto/password";
import { minutes } from "@/lib/duration";
import type { Refusal } from "@/lib/errors";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { prepareInstallation } from "./prepare";
import { type SetUp, setUpSchema } from "./schema";
import { setUp } from "./set-up";
import { isSetUp, isSetUpCode } from "./status";

/** With whatever group a new company takes for an application, people can sign in to it. */
const SIGN_IN = ["openid", "profile", "email", "offline_access"];
const db = testDatabase();
let ctx: Context;

const codeOf = (link: string | null): string => new URL(link ?? "").searchParams.get("code") ?? "";
const printed = async (): Promise<string> => codeOf(await prepareInstallation(ctx));
const PASSWORD = "a lantern over the northern gate";

const form = (given: Partial<Record<keyof SetUp, string>>): SetUp =>
  setUpSchema.parse({
    name: "Sample Owner",
    email: `${randomUUID()}@example.com`,
    password: PASSWORD,
    company: "Sample Company",
    ...given,
  });

const refusalOf = (attempt: Promise<unknown>): Promise<Refusal> =>
  attempt.then(
    () => Promise.reject(new Error("was not refused")),
    (error: Refusal) => error,
  );

beforeEach(async () => {
  ctx = { ...(await testContext()), origin: { requestId: randomUUID(), ip: randomUUID(), userAgent: null } };
  // Only a test may make an installation new again.
  await db().prisma.installation.deleteMany();
  await ensureSystemApis(ctx.db);
});

describe("the set-up", () => {
  it("makes the owner, the company and its groups, once, and closes for good (#408)", async () => {
    const input = form({ code: await printed(), locale: "fr" });
    const { userId, companyId } = await setUp(ctx, input);
    const user = await ctx.db.user.findUniqueOrThrow({
      where: { id: userId },
      select: {
        email: true,
        passwordHash: true,
        locale: true,
        memberships: { select: { companyId: true, role: true } },
      },
    });
    expect(user).toMatchObject({ email: input.email, locale: "fr", memberships: [{ companyId, role: "owner" }] });
    expect(await verifyPassword(user.passwordHash, PASSWORD)).toBe(true);
    const groups = await permissionGroups(ctx, companyId);
    expect(groups.map(({ name, scopes }) => [name, scopes.map(({ key }) => key)])).toEqual([
      ["API ouverte", ["open:read", ...SIGN_IN]],
    ]);
    expect(await isSetUp(ctx)).toBe(true);
    expect(await prepareInstallation(ctx)).toBeNull();
    expect(await refusalOf(setUp(ctx, form({ code: input.code })))).toMatchObject({
      name: "setup_closed",
      status: 404,
    });
    expect(await refusalOf(isSetUpCode(ctx, input.code))).toMatchObject({ name: "setup_closed" });
  });

  it("makes the company's API with a context to read and one to write where its address is given", async () => {
    const { companyId } = await setUp(ctx, form({ code: await printed(), apiUrl: "https://API.example.com/v1/" }));
    const api = await ctx.db.api.findFirstOrThrow({ where: { companyId }, select: { name: true, audience: true } });
    expect(api).toEqual({ name: "Sample Company API", audience: "https://api.example.com/v1" });
    const groups = await permissionGroups(ctx, companyId);
    expect(groups.map(({ name, scopes }) => [name, scopes.map(({ key }) => key).sort()])).toEqual([
      ["Open API", ["open:read", ...SIGN_IN].sort()],
      ["Read only", ["api:read", "open:read", ...SIGN_IN].sort()],
      ["Read and write", ["api:read", "api:write", "open:read", ...SIGN_IN].sort()],
    ]);
  });

  it("is written in the log with its owner as actor, and without a secret", async () => {
    const input = form({ code: await printed() });
    const { userId, companyId } = await setUp(ctx, input);
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { companyId, action: "company.set_up" } });
    expect(event).toMatchObject({ actorKind: "person", actorId: userId, targetId: companyId, outcome: "done" });
    expect(JSON.stringify(event)).not.toMatch(/pst_|lantern|argon2/);
  });

  it("takes the code of the last start alone", async () => {
    const first = await printed();
    const second = await printed();
    expect([await isSetUpCode(ctx, first), await isSetUpCode(ctx, second)]).toEqual([false, true]);
    expect(await isSetUpCode(ctx, undefined)).toBe(false);
    expect(await refusalOf(setUp(ctx, form({ code: first })))).toMatchObject({ name: "request_expired" });
    await expect(setUp(ctx, form({ code: second }))).resolves.toBeDefined();
  });

  it("stores a hash of the code, never the code", async () => {
    const code = await printed();
    const row = await ctx.db.installation.findUniqueOrThrow({ where: { id: 1 }, select: { setupCodeHash: true } });
    expect(row.setupCodeHash).toHaveLength(32);
    expect(Buffer.from(row.setupCodeHash ?? []).toString()).not.toContain(code);
  });

  it("stops guessing after ten wrong codes from an address, the right one included, and nobody else", async () => {
    const code = await printed();
    for (let i = 0; i < 10; i++)
      expect(await refusalOf(setUp(ctx, form({ code: "pst_su_wrong" })))).toMatchObject({ name: "request_expired" });
    expect(await refusalOf(setUp(ctx, form({ code })))).toMatchObject({ name: "too_many_attempts" });
    const elsewhere = { ...ctx, origin: { ...ctx.origin, ip: randomUUID() } };
    const later = { ...ctx, now: new Date(ctx.now.getTime() + minutes(16)) };
    expect(await refusalOf(setUp(later, form({ code: "pst_su_wrong" })))).toMatchObject({ name: "request_expired" });
    await expect(setUp(elsewhere, form({ code }))).resolves.toBeDefined();
  });

  it("refuses a password made of what is known about its owner, and leaves the set-up open", async () => {
    const code = await printed();
    const refusal = await refusalOf(setUp(ctx, form({ code, password: "Sample Company Owner 2026" })));
    expect(refusal).toMatchObject({ name: "invalid_input", fields: { password: { code: "passwordTooCommon" } } });
    expect(await isSetUpCode(ctx, code)).toBe(true);
  });

  it("leaves nothing behind and stays open when the address belongs to somebody", async () => {
    const email = `${randomUUID()}@example.com`;
    await ctx.db.user.create({ data: { email, name: "Sample Member" } });
    const code = await printed();
    const companies = await ctx.db.company.count();
    expect(await refusalOf(setUp(ctx, form({ code, email })))).toMatchObject({
      fields: { email: { code: "emailTaken" } },
    });
    expect(await ctx.db.company.count()).toBe(companies);
    expect(await isSetUpCode(ctx, code)).toBe(true);
  });

  it("refuses an API address that another API has", async () => {
    const code = await printed();
    const apiUrl = "http://localhost:3000/open";
    expect(await refusalOf(setUp(ctx, form({ code, apiUrl })))).toMatchObject({
      fields: { apiUrl: expect.anything() },
    });
  });

  it.each([
    "http://api.example.com",
    "https://api.example.com/?a",
    "https://api.example.com/#a",
    "javascript:alert(1)",
  ])("takes no audience like %s", (apiUrl) => {
    expect(setUpSchema.shape.apiUrl.safeParse(apiUrl).success).toBe(false);
  });
});
