import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureSystemApis } from "@/lib/apis/system";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";
import { TOKEN_PERMISSIONS } from "@/lib/people/may";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { verifyCredential } from "@/lib/verify/verify";
import { prepareInstallation } from "./prepare";
import { SetUpProblem } from "./problem";

const db = testDatabase();
let ctx: Context;
let dir: string;

const settings = () => env() as Record<string, unknown>;
const SETTINGS = [
  "POSTERN_OWNER_EMAIL",
  "POSTERN_OWNER_PASSWORD_FILE",
  "POSTERN_COMPANY",
  "POSTERN_BOOTSTRAP_TOKEN_FILE",
];

/** The settings of this process are read once; a test changes what was read. */
function given(owner: { email?: string; password?: string } = {}): void {
  const passwordFile = join(dir, "password");
  writeFileSync(passwordFile, `${owner.password ?? "a lantern over the northern gate"}\n`);
  Object.assign(settings(), {
    POSTERN_OWNER_EMAIL: owner.email ?? `Owner-${randomUUID()}@example.com`,
    POSTERN_OWNER_PASSWORD_FILE: passwordFile,
    POSTERN_COMPANY: "Sample Company",
  });
}

const tokenPath = () => join(dir, "token");
const asksForToken = () => Object.assign(settings(), { POSTERN_BOOTSTRAP_TOKEN_FILE: tokenPath() });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "postern-machine-"));
  ctx = await testContext({ actor: { kind: "system" } });
  await db().prisma.installation.deleteMany();
  await ensureSystemApis(ctx.db);
});
afterEach(() => {
  for (const name of SETTINGS) delete settings()[name];
  rmSync(dir, { recursive: true, force: true });
});

const setUps = () => ctx.db.auditEvent.count({ where: { action: "company.set_up", actorKind: "system" } });
const tokens = () => ctx.db.personalToken.count({ where: { name: "Bootstrap" } });

describe("the set-up by settings", () => {
  it("happens at the first start, prints no link, and is passed over by the next", async () => {
    given();
    const before = await setUps();
    expect(await prepareInstallation(ctx)).toBeNull();
    rmSync(join(dir, "password"));
    expect(await prepareInstallation(ctx)).toBeNull();
    expect(await setUps()).toBe(before + 1);
  });

  it("is done once by many processes that start at once", async () => {
    given();
    const before = await setUps();
    const links = await Promise.all(Array.from({ length: 20 }, () => prepareInstallation(ctx)));
    expect(links).toEqual(Array(20).fill(null));
    expect(await setUps()).toBe(before + 1);
  });

  it("leaves the link to a person where nothing is asked for", async () => {
    expect(await prepareInstallation(ctx)).toMatch(/^http:\/\/localhost:3000\/setup\?code=pst_su_\w{49}$/);
  });

  it.each([
    ["an address that is none", { email: "owner" }, /POSTERN_OWNER_EMAIL/],
    ["a short password", { password: "short" }, /POSTERN_OWNER_PASSWORD_FILE/],
    ["a password that anybody would guess", { password: "password password 1" }, /POSTERN_OWNER_PASSWORD_FILE/],
  ])("ends the start for %s", async (_, owner, sentence) => {
    given(owner);
    await expect(prepareInstallation(ctx)).rejects.toThrow(SetUpProblem);
    await expect(prepareInstallation(ctx)).rejects.toThrow(sentence);
  });

  it("ends the start for a password file that is not there, and never says a password", async () => {
    given({ password: "hunter2" });
    await expect(prepareInstallation(ctx)).rejects.not.toThrow(/hunter2/);
    rmSync(join(dir, "password"));
    await expect(prepareInstallation(ctx)).rejects.toThrow(/ENOENT/);
  });
});

describe("the bootstrap token", () => {
  it("is written once, for its owner's eyes, with every admin context, and in the log", async () => {
    given();
    asksForToken();
    const before = await tokens();
    await prepareInstallation(ctx);
    expect(statSync(tokenPath()).mode & 0o777).toBe(0o600);
    const token = readFileSync(tokenPath(), "utf8").trim();
    const verdict = await verifyCredential(ctx, { scheme: "bearer", token });
    expect(verdict).toMatchObject({ active: true, kind: "personal" });
    const row = await ctx.db.personalToken.findFirstOrThrow({ where: { name: "Bootstrap" }, orderBy: { id: "desc" } });
    expect(row.scopes).toEqual(TOKEN_PERMISSIONS.map((permission) => `postern:${permission}`));
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { targetId: row.id } });
    expect(event).toMatchObject({ action: "personal_token.created", actorKind: "system" });
    expect(JSON.stringify(event)).not.toContain(token);
    rmSync(tokenPath());
    await prepareInstallation(ctx);
    expect(existsSync(tokenPath())).toBe(false);
    expect(await tokens()).toBe(before + 1);
  });

  it("is made once by many processes that start at once with the same file", async () => {
    given();
    asksForToken();
    const before = await tokens();
    await Promise.all(Array.from({ length: 20 }, () => prepareInstallation(ctx)));
    expect(await tokens()).toBe(before + 1);
    const token = readFileSync(tokenPath(), "utf8").trim();
    expect(await verifyCredential(ctx, { scheme: "bearer", token })).toMatchObject({ active: true });
  });

  it("never overwrites a file, and is made once that is out of the way", async () => {
    given();
    asksForToken();
    writeFileSync(tokenPath(), "something else");
    const before = await tokens();
    await expect(prepareInstallation(ctx)).rejects.toThrow(/is never written over/);
    expect(readFileSync(tokenPath(), "utf8")).toBe("something else");
    expect(await tokens()).toBe(before);
    rmSync(tokenPath());
    await prepareInstallation(ctx);
    expect(await tokens()).toBe(before + 1);
  });

  it("is not spent when the file can't be written", async () => {
    given();
    Object.assign(settings(), { POSTERN_BOOTSTRAP_TOKEN_FILE: join(dir, "no", "such", "folder") });
    await expect(prepareInstallation(ctx)).rejects.toThrow(/ENOENT/);
    const row = await ctx.db.installation.findUniqueOrThrow({ where: { id: 1 } });
    expect(row.bootstrapTokenMadeAt).toBeNull();
  });

  it("takes its file back when the claim fails", async () => {
    given();
    await prepareInstallation(ctx);
    asksForToken();
    await ctx.db.user.updateMany({ data: { disabledAt: new Date() } });
    await expect(prepareInstallation(ctx)).rejects.toThrow(/no owner/);
    expect(existsSync(tokenPath())).toBe(false);
    await ctx.db.user.updateMany({ data: { disabledAt: null } });
  });

  it("waits for the set-up", async () => {
    asksForToken();
    expect(await prepareInstallation(ctx)).toContain("/setup?code=");
    expect(existsSync(tokenPath())).toBe(false);
  });
});
