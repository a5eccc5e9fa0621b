import { describe, expect, it } from "vitest";
import { adminAudience, openAudience } from "@/lib/apis/system";
import { after, hours } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import type { Presented } from "./presented";
import { scopesAt, type Verdict, verifyCredential } from "./verify";

const bearer = (token: string): Presented => ({ scheme: "bearer", token });
const verdictOf = async (presented: Presented, now = new Date()): Promise<Verdict> =>
  verifyCredential(await testContext({ now }), presented);
const outcome = (verdict: Verdict) => (verdict.active ? "active" : verdict.reason);

testDatabase();

describe("an access token", () => {
  it("tells client, person, company, contexts and audience", async () => {
    const issuer = await testIssuer();
    const { token, id, grant } = await issueAccess(issuer);
    const verdict = await verdictOf(bearer(token));
    expect(verdict).toMatchObject({
      active: true,
      kind: "access",
      tokenId: id,
      grantId: grant.id,
      company: { id: issuer.company.id },
      client: { id: issuer.client.id, key: issuer.client.key },
      subject: { kind: "person", id: issuer.user.id },
      audience: [issuer.audience],
      scopes: [
        { key: "stock", audience: issuer.audience },
        { key: "labels", audience: issuer.audience },
      ],
    });
  });

  type End = [
    string,
    string,
    (issuer: TestIssuer, ids: { id: string; grant: string; family: string }) => Promise<unknown>,
  ];
  const at = new Date();
  const ends: End[] = [
    [
      "the token is revoked",
      "revoked",
      ({ db }, { id }) => db.accessToken.update({ where: { id }, data: { revokedAt: at } }),
    ],
    [
      "its family is revoked",
      "revoked",
      ({ db }, { family: id }) => db.tokenFamily.update({ where: { id }, data: { revokedAt: at } }),
    ],
    [
      "its grant is revoked",
      "revoked",
      ({ db }, { grant: id }) => db.grant.update({ where: { id }, data: { revokedAt: at } }),
    ],
    [
      "its client is disabled",
      "client_disabled",
      ({ db, client: { id } }) => db.client.update({ where: { id }, data: { disabledAt: at } }),
    ],
    [
      "its client is removed",
      "client_disabled",
      ({ db, client: { id } }) => db.client.update({ where: { id }, data: { removedAt: at } }),
    ],
    [
      "its person is disabled",
      "person_disabled",
      ({ db, user: { id } }) => db.user.update({ where: { id }, data: { disabledAt: at } }),
    ],
    [
      "its person leaves the company",
      "person_left",
      ({ db, user }) => db.membership.deleteMany({ where: { userId: user.id } }),
    ],
  ];
  it.each(ends)("ends at once when %s (#328)", async (_what, reason, end) => {
    const issuer = await testIssuer();
    const { token, id, grant, family } = await issueAccess(issuer);
    expect(outcome(await verdictOf(bearer(token)))).toBe("active");
    await end(issuer, { id, grant: grant.id, family: family.id });
    expect(outcome(await verdictOf(bearer(token)))).toBe(reason);
  });

  it("ends at its very instant (#328)", async () => {
    const issuer = await testIssuer();
    const now = new Date("2026-11-23T10:00:00.123Z");
    const { token } = await issueAccess(issuer, { now });
    const end = after(now, hours(1));
    expect(outcome(await verdictOf(bearer(token), new Date(end.getTime() - 1)))).toBe("active");
    expect(outcome(await verdictOf(bearer(token), end))).toBe("expired");
  });

  it("never does more than token, grant, permission group and modules all allow", async () => {
    const issuer = await testIssuer();
    const scopesNow = async (token: string) => {
      const verdict = await verdictOf(bearer(token));
      return verdict.active ? verdict.scopes.map(({ key }) => key) : null;
    };
    const { token, grant } = await issueAccess(issuer);
    expect(await scopesNow(token)).toEqual(["stock", "labels"]);
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expect(await scopesNow(token)).toEqual(["stock"]);
    await issuer.db.grant.update({ where: { id: grant.id }, data: { scopes: ["labels"] } });
    expect(await scopesNow(token)).toEqual([]);
    await issuer.db.grant.update({ where: { id: grant.id }, data: { scopes: ["stock", "labels", "open:read"] } });
    expect(await scopesNow(token)).toEqual(["stock"]);
    await issuer.db.permissionGroupScope.deleteMany({ where: { groupId: issuer.group.id } });
    expect(await scopesNow(token)).toEqual([]);
  });
});

describe("a personal token", () => {
  it("with general access has every offered context but the admin ones, the API of the company and the open one", async () => {
    const issuer = await testIssuer();
    const { token, id } = await issuePersonal(issuer);
    const verdict = await verdictOf(bearer(token));
    expect(verdict).toMatchObject({ active: true, kind: "personal", tokenId: id, expiresAt: null, client: null });
    if (!verdict.active) return;
    expect([...verdict.audience].sort()).toEqual([issuer.audience, openAudience()].sort());
    expect(verdict.scopes.map(({ key }) => key).sort()).toEqual(["labels", "open:read", "stock"]);
    expect(scopesAt(verdict, issuer.audience).sort()).toEqual(["labels", "stock"]);
  });

  it("with admin contexts reaches the admin API as far as its maker's role does", async () => {
    const issuer = await testIssuer();
    const { token } = await issuePersonal(issuer, { scopes: ["postern:clients:read", "stock", "not:offered"] });
    const verdict = await verdictOf(bearer(token));
    expect(verdict).toMatchObject({ active: true, maker: { role: "owner" } });
    if (!verdict.active) return;
    expect(scopesAt(verdict, adminAudience())).toEqual(["postern:clients:read"]);
    expect(scopesAt(verdict, issuer.audience)).toEqual(["stock"]);
    expect(verdict.audience).toContain(adminAudience());
  });

  type End = [string, string, (issuer: TestIssuer, id: string) => Promise<unknown>];
  const at = new Date();
  const ends: End[] = [
    ["it is revoked", "revoked", ({ db }, id) => db.personalToken.update({ where: { id }, data: { revokedAt: at } })],
    ["it expires", "expired", ({ db }, id) => db.personalToken.update({ where: { id }, data: { expiresAt: at } })],
    [
      "its maker is disabled",
      "person_disabled",
      ({ db, user: { id } }) => db.user.update({ where: { id }, data: { disabledAt: at } }),
    ],
    ["its maker leaves", "person_left", ({ db, user }) => db.membership.deleteMany({ where: { userId: user.id } })],
    [
      "its maker becomes a member",
      "role_lost",
      ({ db, user }) => db.membership.updateMany({ where: { userId: user.id }, data: { role: "member" } }),
    ],
  ];
  it.each(ends)("ends at once when %s", async (_what, reason, end) => {
    const issuer = await testIssuer();
    const { token, id } = await issuePersonal(issuer);
    expect(outcome(await verdictOf(bearer(token)))).toBe("active");
    await end(issuer, id);
    expect(outcome(await verdictOf(bearer(token)))).toBe(reason);
  });

  it("never reaches another company, even one that its maker belongs to", async () => {
    const [issuer, other] = [await testIssuer(), await testIssuer()];
    await issuer.db.membership.create({ data: { userId: issuer.user.id, companyId: other.company.id, role: "owner" } });
    const verdict = await verdictOf(bearer((await issuePersonal(issuer)).token));
    expect(verdict).toMatchObject({ active: true, company: { id: issuer.company.id } });
    expect(verdict.active && verdict.audience).not.toContain(other.audience);
    await issuer.db.membership.deleteMany({ where: { userId: issuer.user.id, companyId: issuer.company.id } });
    expect(outcome(await verdictOf(bearer((await issuePersonal(issuer)).token)))).toBe("person_left");
  });
});

describe("the API connection", () => {
  it("is every offered context but the admin ones, for its company", async () => {
    const issuer = await testIssuer();
    const { key, secret, id } = await issueLegacy(issuer);
    const verdict = await verdictOf({ scheme: "basic", key, secret });
    expect(verdict).toMatchObject({
      active: true,
      kind: "legacy",
      tokenId: id,
      subject: { kind: "company", id: issuer.company.id },
    });
    expect(verdict.active && verdict.scopes.map((scope) => scope.key).sort()).toEqual(["labels", "open:read", "stock"]);
  });

  it("is refused with another's secret, an unknown key, nothing, or after it was switched off (#439, #440, #442, #445)", async () => {
    const [issuer, other] = [await testIssuer(), await testIssuer()];
    const { key, secret } = await issueLegacy(issuer);
    const { secret: otherSecret } = await issueLegacy(other);
    const tried = async (k: string, s: string) => outcome(await verdictOf({ scheme: "basic", key: k, secret: s }));
    expect(await tried(key, otherSecret)).toBe("unknown");
    expect(await tried(`${key}x`, secret)).toBe("unknown");
    expect(await tried("", secret)).toBe("malformed");
    expect(await tried(key, "")).toBe("malformed");
    expect(await tried("a\u0000b", secret)).toBe("malformed");
    const { token } = await issuePersonal(issuer);
    expect(await tried(key, token)).toBe("malformed");
    await issuer.db.legacyKey.updateMany({ where: { key }, data: { disabledAt: new Date() } });
    expect(await tried(key, secret)).toBe("disabled");
  });
});
