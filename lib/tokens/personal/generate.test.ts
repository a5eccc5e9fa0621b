import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { after, minutes } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import { generateToken } from "./generate";
import { listTokens } from "./list";
import { readToken } from "./read";
import { type GenerateToken, generateTokenSchema } from "./schema";

testDatabase();

const wanted = (changes: Record<string, unknown> = {}): GenerateToken =>
  generateTokenSchema.parse({ name: "CI deploy", expires: "30", access: "custom", scopes: ["stock"], ...changes });

async function generate(actor: Actor, changes: Record<string, unknown> = {}, now = new Date()) {
  const result = await generateToken(await testContext({ actor, now }), wanted(changes));
  if (result.outcome !== "generated") throw new Error(result.outcome);
  return { ...result, presented: { scheme: "bearer", token: result.secret.reveal() } as const };
}

const asRole = ({ actor }: TestIssuer, role: "owner" | "admin" | "member") =>
  ({ ...actor, membership: { ...actor.membership, role } }) satisfies Actor;

const asToken = async (issuer: TestIssuer, scopes: string[], expiresAt: Date | null = null): Promise<Actor> => {
  const { id } = await issuePersonal(issuer, { scopes, expiresAt });
  return {
    kind: "token",
    tokenId: id,
    name: "Test token",
    userId: issuer.user.id,
    companyId: issuer.company.id,
    role: "owner",
    scopes: scopes.filter((key) => key.startsWith("postern:")),
  };
};

describe("a generated token", () => {
  it("works at once, for what was chosen and in the maker's company (#341)", async () => {
    const issuer = await testIssuer();
    const { presented, token } = await generate(issuer.actor, { scopes: ["stock", "labels"] });
    expect(await verifyCredential({ now: new Date() }, presented)).toMatchObject({
      active: true,
      kind: "personal",
      tokenId: token.id,
      company: { id: issuer.company.id },
      scopes: expect.toSatisfy(
        (scopes: { key: string }[]) =>
          scopes
            .map(({ key }) => key)
            .sort()
            .join() === "labels,stock",
      ),
    });
  });

  it("is told once, and kept as a hash (#416, #417)", async () => {
    const issuer = await testIssuer();
    const { secret, token } = await generate(issuer.actor);
    const text = secret.reveal();
    expect(kindOf(text)).toBe("personal");
    expect(token.hint).toBe(text.slice(-4));
    const ctx = await testContext({ actor: issuer.actor });
    const later = [await listTokens(ctx, {}), await readToken(ctx, { id: token.id }), token];
    const events = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
    const row = await issuer.db.personalToken.findMany({ where: { id: token.id }, omit: { tokenHash: false } });
    for (const shown of [later, events, row]) {
      const printed = JSON.stringify(shown, (_key, value) => (typeof value === "bigint" ? Number(value) : value));
      expect(printed).not.toContain(text);
      expect(printed).not.toContain(text.slice(7, 40));
    }
  });

  it("writes one event with who, what and until when, and no secret", async () => {
    const issuer = await testIssuer();
    const { token } = await generate(issuer.actor);
    const events = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
    expect(events).toMatchObject([
      {
        action: "personal_token.created",
        actorId: issuer.user.id,
        targetKind: "personal_token",
        targetId: token.id,
        targetName: "CI deploy",
        details: { access: "custom", scopes: ["stock"], expiresAt: token.expiresAt?.toISOString() },
      },
    ]);
  });

  it("works to the end of its last day in the maker's time zone, and not in the next (#419)", async () => {
    const issuer = await testIssuer();
    await issuer.db.user.update({ where: { id: issuer.user.id }, data: { timeZone: "America/Bogota" } });
    const now = new Date("2026-11-24T12:00:00Z");
    const actor = { ...issuer.actor, authenticatedAt: now };
    const { presented, token } = await generate(actor, { expires: "date", expiresOn: "2026-11-24" }, now);
    expect(token.expiresAt).toEqual(new Date("2026-11-25T05:00:00Z"));
    const at = (text: string) => verifyCredential({ now: new Date(text) }, presented);
    expect(await at("2026-11-25T04:59:59.999Z")).toMatchObject({ active: true });
    expect(await at("2026-11-25T05:00:00.000Z")).toEqual({ active: false, reason: "expired" });
  });

  it("means its last day in the zone of the form, where the maker has chosen none", async () => {
    const issuer = await testIssuer();
    const now = new Date("2026-11-24T12:00:00Z");
    const actor = { ...issuer.actor, authenticatedAt: now };
    const day = { expires: "date", expiresOn: "2026-11-24" } as const;
    expect((await generate(actor, { ...day, zone: "Asia/Tokyo" }, now)).token.expiresAt).toEqual(
      new Date("2026-11-24T15:00:00Z"),
    );
    expect((await generate(actor, day, now)).token.expiresAt).toEqual(new Date("2026-11-25T00:00:00Z"));
  });

  it("has no end when that is asked for, and is general without contexts of its own", async () => {
    const issuer = await testIssuer();
    const { token, presented } = await generate(issuer.actor, {
      expires: "none",
      access: "general",
      scopes: ["stock"],
    });
    expect(token).toMatchObject({ expiresAt: null, access: "general", scopes: [], state: { name: "active" } });
    const verdict = await verifyCredential({ now: new Date() }, presented);
    expect(verdict.active && verdict.scopes.map(({ key }) => key).sort()).toEqual(["labels", "open:read", "stock"]);
  });
});

describe("is refused", () => {
  it("on a day that is over", async () => {
    const { actor } = await testIssuer();
    await expect(generate(actor, { expires: "date", expiresOn: "2020-01-01" })).rejects.toMatchObject({
      name: "invalid_input",
      fields: { expiresOn: { code: "expiryInPast" } },
    });
  });

  it("with a context that is not offered: unknown, of a module that is off, or another company's (#422)", async () => {
    const [issuer, other] = [await testIssuer(), await testIssuer()];
    await other.db.scope.updateMany({ where: { apiId: other.api.id, key: "stock" }, data: { key: "theirs" } });
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    for (const context of ["nothing", "labels", "theirs", "STOCK", "sto"])
      await expect(generate(issuer.actor, { scopes: ["stock", context] })).rejects.toMatchObject({
        name: "invalid_input",
        fields: { scopes: { code: "contextNotOffered", params: { context } } },
      });
  });

  it("for a member, for nobody, and for one who belongs to no company", async () => {
    const issuer = await testIssuer();
    await expect(generate(asRole(issuer, "member"))).rejects.toMatchObject({ name: "forbidden" });
    await expect(generate({ ...issuer.actor, membership: null })).rejects.toMatchObject({ name: "forbidden" });
    await expect(generate({ kind: "nobody" })).rejects.toMatchObject({ name: "sign_in_required" });
    expect(await issuer.db.personalToken.count({ where: { companyId: issuer.company.id } })).toBe(0);
  });
});

describe("an admin context", () => {
  const admin = { scopes: ["postern:clients:write", "stock"] };
  it("is given by owners and admins whose password was typed in the last ten minutes", async () => {
    const issuer = await testIssuer();
    for (const role of ["owner", "admin"] as const)
      expect((await generate(asRole(issuer, role), admin)).token.scopes).toEqual(admin.scopes);
  });

  it("asks for the password again after that; other contexts do not", async () => {
    const issuer = await testIssuer();
    const now = after(new Date(), minutes(11));
    await expect(generate(issuer.actor, admin, now)).rejects.toMatchObject({ name: "fresh_sign_in_required" });
    expect((await generate(issuer.actor, {}, now)).outcome).toBe("generated");
  });

  it("that stands for more than tokens can have does not exist", async () => {
    const { actor } = await testIssuer();
    await expect(generate(actor, { scopes: ["postern:people:write"] })).rejects.toMatchObject({
      fields: { scopes: { code: "contextNotOffered" } },
    });
  });
});

describe("a token that generates a token (#425)", () => {
  const held = ["postern:tokens:write", "stock"];
  it("passes on what it holds, to its own maker, until its own end", async () => {
    const issuer = await testIssuer();
    const expiresAt = new Date("2999-01-01T00:00:00Z");
    const { token } = await generate(await asToken(issuer, held, expiresAt));
    expect(token).toMatchObject({ scopes: ["stock"], maker: { id: issuer.user.id } });
    const [event] = await issuer.db.auditEvent.findMany({ where: { targetId: token.id } });
    expect(event).toMatchObject({ actorKind: "token", actorName: "Test token" });
  });

  it.each([
    ["general access", { access: "general", scopes: [] }],
    ["a context that it has not", { scopes: ["labels"] }],
    ["an admin context, even its own", { scopes: ["postern:tokens:write"] }],
    ["a later end than its own", { expires: "365" }],
    ["a token without end", { expires: "none" }],
  ])("never passes on %s", async (_what, changes) => {
    const issuer = await testIssuer();
    const actor = await asToken(issuer, held, after(new Date(), minutes(60 * 24 * 60)));
    await expect(generate(actor, changes)).rejects.toMatchObject({
      name: "insufficient_scope",
      headers: { "WWW-Authenticate": expect.stringContaining('Bearer error="insufficient_scope"') },
    });
    expect(await issuer.db.personalToken.count({ where: { companyId: issuer.company.id } })).toBe(1);
  });

  it("needs the context tokens:write", async () => {
    const actor = await asToken(await testIssuer(), ["postern:tokens:read", "stock"]);
    await expect(generate(actor)).rejects.toMatchObject({ name: "insufficient_scope" });
  });
});

describe("the submission key", () => {
  it("makes one token of two submits, and tells its secret once", async () => {
    const { actor, db, company } = await testIssuer();
    const submissionKey = randomUUID();
    const { token } = await generate(actor, { submissionKey });
    const again = await generateToken(await testContext({ actor }), wanted({ submissionKey }));
    expect(again).toEqual({ outcome: "already_submitted", id: token.id });
    expect(await db.auditEvent.count({ where: { companyId: company.id } })).toBe(1);
  });

  it("of somebody else tells nothing about their token", async () => {
    const [issuer, other] = [await testIssuer(), await testIssuer()];
    const submissionKey = randomUUID();
    await generate(issuer.actor, { submissionKey });
    await expect(generate(other.actor, { submissionKey })).rejects.toMatchObject({
      name: "invalid_input",
      fields: { submissionKey: { code: "invalid" } },
    });
  });
});
