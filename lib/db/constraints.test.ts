import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { record } from "@/lib/audit/record";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";

const opened = testDatabase();

/** The SQLSTATE of a statement that must fail, and the constraint that refused it. */
async function refusal(text: string, values: unknown[] = []): Promise<string> {
  try {
    await opened().pool.query(text, values);
    return "accepted";
  } catch (error) {
    const { code, constraint } = error as { code: string; constraint?: string };
    return constraint ? `${code} ${constraint}` : code;
  }
}

describe("the transaction log", () => {
  it("keeps every line: update, delete and truncate are refused, whoever asks (#539)", async () => {
    const ctx = await testContext();
    const { company } = await testCompany();
    await record(ctx, { action: "company.updated", companyId: company.id });
    const raised = "P0001";
    expect(await refusal(`UPDATE "AuditEvent" SET "actorName" = 'somebody else'`)).toBe(raised);
    expect(await refusal(`DELETE FROM "AuditEvent"`)).toBe(raised);
    expect(await refusal(`TRUNCATE "AuditEvent"`)).toBe(raised);
    expect(await refusal(`TRUNCATE "Company" CASCADE`)).toBe("accepted");
    expect(await ctx.db.auditEvent.count({ where: { companyId: company.id } })).toBe(1);
  });

  it("takes no outcome but done and refused", async () => {
    expect(
      await refusal(
        `INSERT INTO "AuditEvent" ("id", "actorKind", "action", "details", "outcome", "requestId")
         VALUES ($1, 'nobody', 'company.updated', '{}', 'perhaps', 'x')`,
        [randomUUID()],
      ),
    ).toBe("23514 AuditEvent_outcome");
  });
});

describe("a row that no code of ours would write is refused by the database", () => {
  let issuer: TestIssuer;
  const client = (values: string) => refusal(`UPDATE "Client" SET ${values} WHERE "id" = $1`, [issuer.client.id]);

  it.each([
    [`"redirectUris" = '{}'`, "23514 Client_redirectUris"],
    [`"grantType" = 'password'`, "23514 Client_grantType"],
    [`"grantType" = 'client_credentials', "isPublic" = true`, "23514 Client_public"],
  ])("a client with %s", async (values, expected) => {
    issuer = await testIssuer();
    expect(await client(values)).toBe(expected);
  });

  it("a second client of the same name, but for capitals, while the first is not removed", async () => {
    issuer = await testIssuer();
    const copy = `INSERT INTO "Client" ("id", "companyId", "key", "name", "grantType", "redirectUris", "permissionGroupId")
      SELECT gen_random_uuid(), "companyId", $2, upper("name"), "grantType", "redirectUris", "permissionGroupId"
      FROM "Client" WHERE "id" = $1`;
    expect(await refusal(copy, [issuer.client.id, randomUUID()])).toBe("23505 Client_name");
    await client(`"removedAt" = now()`);
    expect(await refusal(copy, [issuer.client.id, randomUUID()])).toBe("accepted");
  });

  it("a second live grant of one client and person", async () => {
    issuer = await testIssuer();
    const { grant } = await issueAccess(issuer);
    const copy = `INSERT INTO "Grant" ("id", "companyId", "clientId", "userId", "grantType", "scopes")
      SELECT gen_random_uuid(), "companyId", "clientId", "userId", "grantType", "scopes" FROM "Grant" WHERE "id" = $1`;
    expect(await refusal(copy, [grant.id])).toBe("23505 Grant_live_person");
    expect(await refusal(`UPDATE "Grant" SET "userId" = NULL WHERE "id" = $1`, [grant.id])).toBe("23514 Grant_user");
    await refusal(`UPDATE "Grant" SET "revokedAt" = now() WHERE "id" = $1`, [grant.id]);
    expect(await refusal(copy, [grant.id])).toBe("accepted");
  });

  it("a personal token of chosen contexts without any, or of all with some", async () => {
    issuer = await testIssuer();
    const { id } = await issuePersonal(issuer);
    const change = (values: string) => refusal(`UPDATE "PersonalToken" SET ${values} WHERE "id" = $1`, [id]);
    expect(await change(`"access" = 'custom'`)).toBe("23514 PersonalToken_scopes");
    expect(await change(`"scopes" = '{stock}'`)).toBe("23514 PersonalToken_scopes");
    expect(await change(`"access" = 'everything'`)).toBe("23514 PersonalToken_access");
  });

  it("a context whose key is no scope-token (RFC 6749 §3.3)", async () => {
    issuer = await testIssuer();
    const rename = (key: string) =>
      refusal(`UPDATE "Scope" SET "key" = $2 WHERE "apiId" = $1 AND "key" = 'stock'`, [issuer.api.id, key]);
    for (const key of ["two words", 'quo"ted', "back\\slash", "", "naïve"])
      expect(await rename(key)).toBe("23514 Scope_key");
    expect(await rename("fax:read!")).toBe("accepted");
  });

  it("an address with capitals, a role that is none, a second installation", async () => {
    const { user } = await testCompany();
    expect(await refusal(`UPDATE "User" SET "email" = 'Owner@example.com' WHERE "id" = $1`, [user.id])).toBe(
      "23514 User_email_lower",
    );
    expect(await refusal(`UPDATE "Membership" SET "role" = 'root' WHERE "userId" = $1`, [user.id])).toBe(
      "23514 Membership_role",
    );
    expect(await refusal(`INSERT INTO "Installation" ("id") VALUES (2)`)).toBe("23514 Installation_one_row");
  });

  it("a token format or an algorithm that is none, and a private member in a published key (#290)", async () => {
    const { api } = await testIssuer();
    const setting = (column: string, value: string) =>
      refusal(`UPDATE "Api" SET "${column}" = '${value}' WHERE "id" = $1`, [api.id]);
    expect(await setting("tokenFormat", "paseto")).toBe("23514 Api_tokenFormat");
    expect(await setting("signingAlgorithm", "HS256")).toBe("23514 Api_signingAlgorithm");
    const key = (algorithm: string, jwk: string) =>
      refusal(
        `INSERT INTO "SigningKey" ("kid", "algorithm", "generation", "publicJwk", "privateKeySealed", "createdAt", "activeAt")
         VALUES ('kid', '${algorithm}', 1, '${jwk}', '', now(), now())`,
      );
    expect(await key("none", "{}")).toBe("23514 SigningKey_algorithm");
    expect(await key("ES256", '{"kty":"EC","d":"AA"}')).toBe("23514 SigningKey_public");
  });
});
