import { describe, expect, it } from "vitest";
import { after, minutes } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issueRefresh, testIssuer } from "@/lib/testing/issued";
import type { Presented } from "./presented";
import { type Verdict, verifyCredential } from "./verify";

const bearer = (token: string): Presented => ({ scheme: "bearer", token });
const verdictOf = async (presented: Presented, now = new Date()): Promise<Verdict> =>
  verifyCredential(await testContext({ now }), presented);
const outcome = (verdict: Verdict) => (verdict.active ? "active" : verdict.reason);

testDatabase();

describe("what is no credential", () => {
  it("is refused, whatever was done to a good one (#328, #343)", async () => {
    const issuer = await testIssuer();
    const { token } = await issueAccess(issuer);
    const last = token.at(-1) === "0" ? "1" : "0";
    const spoilt = [
      token.slice(0, 40),
      `${token}x`,
      token.slice(0, -1) + last,
      token.toUpperCase(),
      token.slice(4),
      "",
    ];
    for (const text of spoilt) expect(outcome(await verdictOf(bearer(text)))).toBe("malformed");
  });

  it("is refused when it is of a kind that lets nobody in (#166)", async () => {
    const issuer = await testIssuer();
    expect(outcome(await verdictOf(bearer((await issueRefresh(issuer)).token)))).toBe("unknown");
    expect(outcome(await verdictOf(bearer(issuer.clientSecret)))).toBe("unknown");
    expect(outcome(await verdictOf(bearer((await issueLegacy(issuer)).secret)))).toBe("unknown");
  });
});

describe("asking the database", () => {
  it("happens not at all for a wrong checksum, and once for many at the same time", async () => {
    const issuer = await testIssuer();
    const { token } = await issueAccess(issuer);
    const { database } = await import("@/lib/db/database");
    const { pool } = await database();
    const asked: unknown[] = [];
    const query = pool.query;
    const counted = (...args: unknown[]) => {
      asked.push(args[0]);
      return Reflect.apply(query, pool, args);
    };
    pool.query = counted as typeof query;
    try {
      await verdictOf(bearer(`${token.slice(0, -2)}00`));
      await verdictOf({ scheme: "basic", key: "some-key", secret: "some-secret" });
      expect(asked).toHaveLength(0);
      const all = await Promise.all(Array.from({ length: 100 }, () => verdictOf(bearer(token))));
      expect(all.every(({ active }) => active)).toBe(true);
      expect(asked.length).toBeLessThanOrEqual(2);
    } finally {
      pool.query = query;
    }
  });

  it("throws when it does not answer, and answers again afterwards", async () => {
    const issuer = await testIssuer();
    const { token } = await issueAccess(issuer);
    const { database } = await import("@/lib/db/database");
    const { pool } = await database();
    const query = pool.query;
    pool.query = (async () => {
      throw Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
    }) as unknown as typeof query;
    await expect(verdictOf(bearer(token))).rejects.toMatchObject({ code: "ECONNREFUSED" });
    pool.query = query;
    expect(outcome(await verdictOf(bearer(token), after(new Date(), minutes(1))))).toBe("active");
  });
});
