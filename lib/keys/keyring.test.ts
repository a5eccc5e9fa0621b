import { beforeEach, describe, expect, it } from "vitest";
import { days, hours, minutes, after as plus, seconds } from "@/lib/duration";
import { isServer, testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { jwtIssuer } from "@/lib/testing/jwt";
import { type Keyring, newKeyring } from "./keyring";
import { renewKeys } from "./renew";
import { SIGNS_FOR } from "./rules";

const opened = testDatabase();
const NOW = new Date("2027-03-01T12:00:00Z");
const unknown = (index: number): string => String(index).padStart(43, "x");

beforeEach(async () => {
  await opened().prisma.signingKey.deleteMany();
  await opened().prisma.api.updateMany({ data: { tokenFormat: "opaque" } });
});

const rows = () => opened().prisma.signingKey.findMany({ orderBy: { generation: "asc" } });
const signerOf = async (ring: Keyring, now: Date) => (await ring.signer("ES256", now)).kid;

/** How often the keys are read while `work` runs. */
async function readsDuring(work: () => Promise<unknown>): Promise<number> {
  const { pool } = opened();
  const query = pool.query;
  let count = 0;
  pool.query = ((...args: unknown[]) => {
    const [config] = args as [string | { text: string }];
    if (/^SELECT .*"SigningKey"/.test(typeof config === "string" ? config : config.text)) count += 1;
    return (query as (...all: unknown[]) => unknown).apply(pool, args);
  }) as typeof query;
  try {
    await work();
  } finally {
    pool.query = query;
  }
  return count;
}

describe("the first key", () => {
  it("is one, of all processes that need it at once (#293)", async () => {
    await jwtIssuer();
    const kids = await Promise.all(Array.from({ length: isServer() ? 50 : 4 }, () => signerOf(newKeyring(), NOW)));
    expect(new Set(kids).size).toBe(1);
    expect(await rows()).toMatchObject([{ kid: kids[0], algorithm: "ES256", generation: 1, activeAt: NOW }]);
  });

  it("is not made while no API wants it, and is published as soon as one does", async () => {
    await testIssuer();
    expect(await newKeyring().published(NOW)).toEqual([]);
    expect(await rows()).toEqual([]);
    await jwtIssuer("EdDSA");
    expect(await newKeyring().published(NOW)).toMatchObject([{ kty: "OKP", crv: "Ed25519", alg: "EdDSA" }]);
  });

  it("is made for a token, by a process that read its keys before the API wanted any", async () => {
    const ring = newKeyring();
    expect(await ring.published(NOW)).toEqual([]);
    await jwtIssuer();
    expect(await signerOf(ring, NOW)).toMatch(/^[\w-]{43}$/);
  });

  it("is known to every other process at the moment when it signs (#341)", async () => {
    await jwtIssuer();
    const other = newKeyring();
    await testIssuer();
    await opened().prisma.api.updateMany({ data: { tokenFormat: "opaque" } });
    expect(await other.published(NOW)).toEqual([]);
    const kid = await signerOf(newKeyring(), NOW);
    expect(await other.byKid(kid, NOW)).toMatchObject({ kid });
  });
});

it("keeps the private half sealed for its row, and out of every answer (#290)", async () => {
  await jwtIssuer();
  const ring = newKeyring();
  const key = await ring.signer("ES256", NOW);
  expect((await key.privateKey()).extractable).toBe(false);
  const [row] = await rows();
  expect(row).not.toHaveProperty("privateKeySealed");
  const stored = await opened().prisma.signingKey.findFirstOrThrow({ select: { privateKeySealed: true } });
  expect(Buffer.from(stored.privateKeySealed).toString("latin1")).not.toMatch(/"(d|kty)"/);
  await opened().prisma.signingKey.updateMany({ data: { kid: unknown(1) } });
  const moved = await newKeyring().signer("ES256", NOW);
  await expect(moved.privateKey()).rejects.toThrow();
});

describe("rotation (#292)", () => {
  it("publishes the next key a day before it signs, keeps the old one for its tokens, and destroys it then", async () => {
    await jwtIssuer();
    const ring = newKeyring();
    const db = opened().prisma;
    const old = await signerOf(ring, NOW);
    const due = plus(NOW, SIGNS_FOR - hours(24));
    const kids = async (now: Date) => (await ring.published(now)).map(({ kid }) => kid);

    await renewKeys({ db, now: plus(due, -minutes(2)) });
    expect(await kids(plus(due, -minutes(2)))).toEqual([old]);
    await renewKeys({ db, now: due });
    const [, next = ""] = await kids(due);
    expect(await kids(due)).toEqual([old, next]);
    expect(await signerOf(ring, plus(NOW, SIGNS_FOR - 1))).toBe(old);
    expect(await signerOf(ring, plus(NOW, SIGNS_FOR))).toBe(next);

    const lastToken = plus(NOW, SIGNS_FOR + hours(1));
    await renewKeys({ db, now: lastToken });
    expect(await ring.byKid(old, lastToken)).toMatchObject({ kid: old });
    const done = plus(NOW, SIGNS_FOR + hours(2));
    await renewKeys({ db, now: done });
    expect(await kids(done)).toEqual([next]);
    expect(await rows()).toHaveLength(1);
  });

  it("needs no hourly work where tokens are issued, and makes one generation of many at once", async () => {
    await jwtIssuer();
    const rings = Array.from({ length: 8 }, newKeyring);
    const old = await signerOf(newKeyring(), NOW);
    const due = plus(NOW, SIGNS_FOR);
    expect(new Set(await Promise.all(rings.map((ring) => signerOf(ring, due))))).toEqual(new Set([old]));
    expect(await rows()).toMatchObject([{ kid: old }, { generation: 2, activeAt: plus(due, days(1)) }]);
  });
});

describe("the keys of a process", () => {
  it("are read once a minute, however many tokens there are", async () => {
    await jwtIssuer();
    const ring = newKeyring();
    const kid = await signerOf(ring, NOW);
    const asked = (now: Date) =>
      readsDuring(() => Promise.all(Array.from({ length: 100 }, () => ring.byKid(kid, now))));
    expect(await asked(plus(NOW, seconds(59)))).toBe(0);
    expect(await asked(plus(NOW, seconds(60)))).toBeGreaterThan(0);
    expect(await asked(plus(NOW, seconds(61)))).toBe(0);
  });

  it("are not read for each of 10,000 unknown names (#351)", async () => {
    await jwtIssuer();
    const ring = newKeyring();
    await signerOf(ring, NOW);
    const flood = () =>
      Promise.all(Array.from({ length: 10_000 }, (_, index) => ring.byKid(unknown(index), NOW))).then((found) => {
        expect(found.every((key) => key === null)).toBe(true);
      });
    expect(await readsDuring(flood)).toBeLessThanOrEqual(3);
  });
});
