import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, issueRefresh, testIssuer } from "@/lib/testing/issued";
import { isUniqueViolation } from "./client";

const opened = testDatabase();

it("refuses an undefined filter, which would match every row", async () => {
  const { db } = await testContext();
  await testCompany();
  const missing = undefined as unknown as string;
  await expect(db.company.findMany({ where: { id: missing }, select: { id: true } })).rejects.toThrow(/undefined/);
  await expect(db.company.deleteMany({ where: { id: missing } })).rejects.toThrow(/undefined/);
  await expect(db.user.updateMany({ where: { email: missing }, data: { name: "x" } })).rejects.toThrow(/undefined/);
});

it("lets no hash and no ciphertext out of a query that does not name it", async () => {
  const issuer = await testIssuer();
  const { db } = issuer;
  await issueAccess(issuer);
  await issueRefresh(issuer);
  await issuePersonal(issuer);
  await issueLegacy(issuer);
  const expiresAt = new Date();
  const shared = { userId: issuer.user.id, expiresAt };
  await db.session.create({ data: { ...shared, handleHash: Buffer.from(randomUUID()) } });
  await db.invitation.create({ data: { ...shared, tokenHash: Buffer.from(randomUUID()) } });
  const rows = await Promise.all([
    db.installation.findFirstOrThrow(),
    db.user.findFirstOrThrow(),
    db.session.findFirstOrThrow(),
    db.invitation.findFirstOrThrow(),
    db.clientSecret.findFirstOrThrow(),
    db.accessToken.findFirstOrThrow(),
    db.refreshToken.findFirstOrThrow(),
    db.personalToken.findFirstOrThrow(),
    db.legacyKey.findFirstOrThrow(),
  ]);
  const names = rows.flatMap((row) => Object.keys(row));
  expect(names.filter((name) => /hash|cipher|answer/i.test(name))).toEqual([]);
});

it("has every column that holds a hash or a ciphertext among those left out", async () => {
  const { rows } = await opened().pool.query(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea' ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([
    "AccessToken.tokenHash",
    "AuthorizationCode.codeHash",
    "ClientSecret.secretHash",
    "DeviceRequest.deviceCodeHash",
    "DeviceRequest.userCodeHash",
    "ExchangedToken.parentHash",
    "ExchangedToken.tokenHash",
    "Installation.hashKeyCheck",
    "Installation.sealKeyCheck",
    "Installation.setupCodeHash",
    "Invitation.tokenHash",
    "LegacyKey.secretCiphertext",
    "LegacyKey.secretHash",
    "PersonalToken.tokenHash",
    "PushedRequest.referenceHash",
    "RefreshToken.answer",
    "RefreshToken.successorHash",
    "RefreshToken.tokenHash",
    "RegistrationToken.tokenHash",
    "Session.handleHash",
    "SigningKey.privateKeySealed",
    // A keyed hash of an id that was used up.
    "SpentProof.hash",
    // A keyed hash of an address, which opens nothing.
    "Throttle.key",
  ]);
});

it("knows a lost race against a unique index from other failures", async () => {
  const { db } = await testContext();
  const { user, company } = await testCompany();
  const again = db.membership.create({ data: { userId: user.id, companyId: company.id, role: "member" } });
  expect(await again.catch(isUniqueViolation)).toBe(true);
  const nowhere = db.membership.create({ data: { userId: randomUUID(), companyId: company.id, role: "member" } });
  expect(await nowhere.catch(isUniqueViolation)).toBe(false);
});
