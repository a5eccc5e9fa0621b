import { expect, it } from "vitest";
import { hashesOf, sha256Base64url } from "@/lib/crypto/hash";
import { after, days, minutes } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { isServer, testDatabase } from "@/lib/testing/database";
import { issueRefresh, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, issueCode, ownClient } from "@/lib/testing/oauth";
import { ROUNDS } from "@/lib/testing/rounds";
import { claimCode, claimRefresh } from "./hot";
import { newPair } from "./pair";

const opened = testDatabase();

const AT_ONCE = 200;

type Fields = Parameters<typeof formRequest>[1];

/** The status and the bytes of each of 200 requests that are on their way together. */
async function atOnce(fields: Fields, client: Parameters<typeof formRequest>[2]) {
  const ctx = await testContext();
  return Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      token(ctx, formRequest("/oauth/token", fields, client)).then(
        async (response) => ({ name: "success", body: await response.text() }),
        (error: Error) => ({ name: error.name, body: error.message }),
      ),
    ),
  );
}

/** One round after the other: each with a code, a family and an issuer of its own. */
const rounds = (round: () => Promise<void>) => async () => {
  for (let count = 0; count < ROUNDS; count++) await round();
};

it(
  "gives tokens to one of 200 redemptions of a code, and then ends them, as the others are replays (#495)",
  rounds(async () => {
    const issuer = await testIssuer();
    const { code, verifier, familyId } = await issueCode(issuer);
    const own = { grant_type: "authorization_code", code, code_verifier: verifier };
    const all = await atOnce(own, ownClient(issuer));
    expect(all.filter(({ name }) => name === "success")).toHaveLength(1);
    expect(all.filter(({ name }) => name === "invalid_grant")).toHaveLength(AT_ONCE - 1);
    const { db } = issuer;
    expect([
      await db.tokenFamily.count({ where: { id: familyId, revokedReason: "replayed_code" } }),
      await db.accessToken.count({ where: { familyId } }),
      await db.refreshToken.count({ where: { familyId } }),
      await db.auditEvent.count({ where: { targetId: familyId } }),
    ]).toEqual([1, 1, 1, 1]);
  }),
);

it(
  "leaves the tokens alive when 199 of 200 redemptions are not the code's own",
  rounds(async () => {
    const issuer = await testIssuer();
    const { code, verifier, familyId } = await issueCode(issuer);
    const own = { grant_type: "authorization_code", code, code_verifier: verifier };
    const [strangers, mine] = await Promise.all([
      atOnce(own, await codeClient(issuer)),
      token(await testContext(), formRequest("/oauth/token", own, ownClient(issuer))),
    ]);
    expect(mine.status).toBe(200);
    expect(strangers.filter(({ name }) => name === "invalid_grant")).toHaveLength(AT_ONCE);
    expect(await issuer.db.tokenFamily.findUnique({ where: { id: familyId } })).toMatchObject({ revokedAt: null });
  }),
);

it(
  "gives 200 uses of a refresh token the same bytes, and makes one lineage (#496)",
  rounds(async () => {
    const issuer = await testIssuer();
    const client = ownClient(issuer);
    const { code, verifier, familyId } = await issueCode(issuer);
    const own = { grant_type: "authorization_code", code, code_verifier: verifier };
    const first = (await (await token(await testContext(), formRequest("/oauth/token", own, client))).json()) as Fields;
    const all = await atOnce({ grant_type: "refresh_token", refresh_token: first.refresh_token }, client);
    expect(all.filter(({ name }) => name === "success")).toHaveLength(AT_ONCE);
    expect(new Set(all.map(({ body }) => body)).size).toBe(1);
    const { db } = issuer;
    expect(await db.refreshToken.count({ where: { familyId } })).toBe(2);
    expect(await db.refreshToken.count({ where: { familyId, usedAt: null } })).toBe(1);
    expect(await db.tokenFamily.count({ where: { id: familyId, revokedAt: null } })).toBe(1);
  }),
);

const opaquePair = ({ client }: TestIssuer, now: Date) =>
  newPair({ client: { ...client, jwtApis: new Map() }, now, dpopJkt: null, details: null, foresee: async () => null });

/** Two claims, the second of which read before the first committed. The embedded engine has one connection: there, after. */
async function overlapped<R>(claim: () => Promise<R>): Promise<[R, R]> {
  const { pool } = opened();
  const winner = await pool.connect();
  const query = pool.query;
  await winner.query("BEGIN");
  pool.query = winner.query.bind(winner) as typeof query;
  const first = await claim();
  pool.query = query;
  const waiting = isServer() ? claim() : null;
  if (waiting) await new Promise((resolve) => setTimeout(resolve, 100));
  await winner.query("COMMIT");
  winner.release();
  return [first, await (waiting ?? claim())];
}

it("finds the code spent when the winner commits between its reading and its writing", async () => {
  const issuer = await testIssuer();
  const { code, verifier, familyId } = await issueCode(issuer);
  const now = new Date();
  const claim = async () =>
    claimCode({
      ...(await opaquePair(issuer, now)).stored,
      codeHashes: hashesOf(code),
      clientId: issuer.client.id,
      challenge: sha256Base64url(verifier),
      redirectUri: null,
      scopes: null,
      resources: null,
      dpopJkt: null,
      now,
      refreshExpiresAt: after(now, days(30)),
    });
  expect(await overlapped(claim)).toMatchObject([{ isSpent: true }, { isSpent: false }]);
  expect(await claim()).toMatchObject({ isSpent: false, usedAt: now.getTime() });
  expect(await issuer.db.accessToken.count({ where: { familyId } })).toBe(1);
});

it("finds the refresh token spent when the winner commits between its reading and its writing", async () => {
  const issuer = await testIssuer();
  const { token: refresh, family } = await issueRefresh(issuer);
  const now = new Date();
  const claim = async () =>
    claimRefresh({
      ...(await opaquePair(issuer, now)).stored,
      tokenHashes: hashesOf(refresh),
      clientId: issuer.client.id,
      scopes: null,
      resources: null,
      dpopJkt: null,
      now,
      answer: Buffer.from("answer"),
    });
  expect(await overlapped(claim)).toMatchObject([{ isSpent: true }, { isSpent: false }]);
  expect(await claim()).toMatchObject({ isSpent: false, usedAt: now.getTime(), answer: Buffer.from("answer") });
  expect(await issuer.db.refreshToken.count({ where: { familyId: family.id } })).toBe(2);
});

it("never leaves a good token behind when a family ends while it is rotated (#497)", async () => {
  const issuer = await testIssuer();
  const client = ownClient(issuer);
  const { verifyCredential } = await import("@/lib/verify/verify");
  for (let round = 0; round < (isServer() ? 10 : 2) * ROUNDS; round++) {
    const { code, verifier, familyId } = await issueCode(issuer);
    const own = { grant_type: "authorization_code", code, code_verifier: verifier };
    const first = (await (await token(await testContext(), formRequest("/oauth/token", own, client))).json()) as Fields;
    const [rotated] = await Promise.allSettled([
      token(
        await testContext(),
        formRequest("/oauth/token", { grant_type: "refresh_token", refresh_token: first.refresh_token }, client),
      ),
      opened().prisma.tokenFamily.update({ where: { id: familyId }, data: { revokedAt: new Date() } }),
    ]);
    if (rotated.status === "rejected") continue;
    const { access_token } = (await rotated.value.json()) as { access_token: string };
    const verdict = await verifyCredential(await testContext(), { scheme: "bearer", token: access_token });
    expect(verdict).toMatchObject({ active: false, reason: "revoked" });
  }
});

it("stores no token that names a later end than its grant has by then", async () => {
  const issuer = await testIssuer();
  const { code, verifier, grant } = await issueCode(issuer);
  const now = new Date();
  const { stored } = await opaquePair(issuer, now);
  const foreseen = { scopes: ["stock", "labels"], audience: [issuer.audience] };
  const asked = { codeHashes: hashesOf(code), clientId: issuer.client.id, challenge: sha256Base64url(verifier) };
  const rest = {
    redirectUri: null,
    scopes: null,
    resources: null,
    dpopJkt: null,
    refreshExpiresAt: after(now, days(30)),
  };
  const claim = (accessExpiresAt: Date) => claimCode({ ...stored, ...asked, ...rest, now, foreseen, accessExpiresAt });
  const end = after(now, minutes(10));
  await issuer.db.grant.update({ where: { id: grant.id }, data: { expiresAt: end } });
  expect(await claim(stored.accessExpiresAt)).toMatchObject({ isSpent: false, misfit: null, ended: null });
  expect(await claim(end)).toMatchObject({ isSpent: true, accessExpiresAt: end.getTime() });
});
