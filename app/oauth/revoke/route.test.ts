import { describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issuePersonal, issueRefresh, testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, issueCode, outcomeOf, ownClient, type TestClient } from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";
import { POST as token } from "../token/route";
import { GET, OPTIONS, POST } from "./route";

const opened = testDatabase();

type Fields = Parameters<typeof formRequest>[1];
const PATH = "/oauth/revoke";
const call = (client: TestClient | null, fields: Fields) => POST(formRequest(PATH, fields, client));
const isGood = async (token: string) =>
  (await verifyCredential({ now: new Date() }, { scheme: "bearer", token })).active;

describe("200", () => {
  it("ends the client's own access token at once, and that one alone (#247)", async () => {
    const issuer = await testIssuer();
    const [one, two] = [await issueAccess(issuer), await issueAccess(issuer)];
    const response = await call(ownClient(issuer), { token: one.token });
    expect([response.status, await response.text()]).toEqual([200, "{}"]);
    expect(await isGood(one.token)).toBe(false);
    expect(await isGood(two.token)).toBe(true);
    const event = await issuer.db.auditEvent.findFirst({ where: { action: "access_token.revoked", targetId: one.id } });
    expect(event).toMatchObject({ companyId: issuer.company.id, actorKind: "client", actorId: issuer.client.id });
  });

  it("ends with a refresh token all that came from its code, and no other device's (#248)", async () => {
    const issuer = await testIssuer();
    const client = ownClient(issuer);
    const pair = async () => {
      const { code, verifier } = await issueCode(issuer);
      const fields = { grant_type: "authorization_code", code, code_verifier: verifier };
      const body = await (await token(formRequest("/oauth/token", fields, client))).json();
      return body as { access_token: string; refresh_token: string };
    };
    const [one, two] = [await pair(), await pair()];
    expect((await call(client, { token: one.refresh_token })).status).toBe(200);
    expect(await isGood(one.access_token)).toBe(false);
    expect(await isGood(two.access_token)).toBe(true);
    const refresh = (refresh_token: string) =>
      token(formRequest("/oauth/token", { grant_type: "refresh_token", refresh_token }, client));
    expect(await outcomeOf(await refresh(one.refresh_token))).toEqual([400, "invalid_grant"]);
    expect((await refresh(two.refresh_token)).status).toBe(200);
  });

  it("heeds the token and not its hint (#249)", async () => {
    const issuer = await testIssuer();
    for (const token_type_hint of ["access_token", "refresh_token", "nonsense"]) {
      const access = await issueAccess(issuer);
      const { token: refresh, family } = await issueRefresh(issuer);
      for (const token of [access.token, refresh])
        expect((await call(ownClient(issuer), { token, token_type_hint })).status).toBe(200);
      expect(await isGood(access.token)).toBe(false);
      const row = await issuer.db.tokenFamily.findUnique({ where: { id: family.id } });
      expect(row?.revokedReason).toBe("revoked_by_client");
    }
  });

  it("is the same for what is unknown, and for what ended already, two at once too (#250, #257)", async () => {
    const issuer = await testIssuer();
    const { token, id } = await issueAccess(issuer);
    const { token: never } = await issueAccess(issuer);
    await issuer.db.accessToken.deleteMany({ where: { id: { not: id } } });
    const all = await Promise.all(
      [token, token, never, "garbage", `${token.slice(0, -1)}x`, issuer.clientSecret].map((one) =>
        call(ownClient(issuer), { token: one }),
      ),
    );
    for (const response of all) expect([response.status, await response.text()]).toEqual([200, "{}"]);
    expect(await issuer.db.auditEvent.count({ where: { companyId: issuer.company.id } })).toBe(1);
  });

  it("leaves tokens of others alone: another client's, and personal ones (#254, #260)", async () => {
    const issuer = await testIssuer();
    const access = await issueAccess(issuer);
    const { token: refresh, family } = await issueRefresh(issuer);
    const { token: personal } = await issuePersonal(issuer);
    for (const token of [access.token, refresh, personal])
      expect((await call(await codeClient(issuer), { token })).status).toBe(200);
    expect(await isGood(access.token)).toBe(true);
    expect(await isGood(personal)).toBe(true);
    expect(await issuer.db.tokenFamily.findUnique({ where: { id: family.id } })).toMatchObject({ revokedAt: null });
  });

  it("ends a public client's own token, which its name alone is enough for (#253)", async () => {
    const issuer = await testIssuer();
    const client = await codeClient(issuer, { isPublic: true });
    const { code, verifier } = await issueCode(issuer, { client });
    const fields = { grant_type: "authorization_code", code, code_verifier: verifier };
    const body = (await (await token(formRequest("/oauth/token", fields, client))).json()) as { access_token: string };
    expect((await call(client, { token: body.access_token })).status).toBe(200);
    expect(await isGood(body.access_token)).toBe(false);
  });
});

describe("400, 401, 405", () => {
  it("asks for a token (#251), in the body, by POST (#255)", async () => {
    const issuer = await testIssuer();
    const { token } = await issueAccess(issuer);
    expect(await outcomeOf(await call(ownClient(issuer), {}))).toEqual([400, "invalid_request"]);
    const query = await POST(formRequest(`${PATH}?token=${token}`, {}, ownClient(issuer)));
    expect(await outcomeOf(query)).toEqual([400, "invalid_request"]);
    const get = await GET(new Request(`http://localhost:3000${PATH}?token=${token}`));
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    const preflight = { method: "OPTIONS", headers: { origin: "https://client.example" } };
    const options = await OPTIONS(new Request(`http://localhost:3000${PATH}`, preflight));
    expect([options.status, options.headers.has("access-control-allow-origin")]).toEqual([405, false]);
    expect(await isGood(token)).toBe(true);
  });

  it("ends nothing for a client that did not prove itself (#252)", async () => {
    const issuer = await testIssuer();
    const client = ownClient(issuer);
    const { token } = await issueAccess(issuer);
    for (const secret of [null, "wrong"]) {
      const response = await call({ ...client, secret }, { token });
      expect(response.headers.get("www-authenticate")).toMatch(/^Basic/);
      expect(await outcomeOf(response)).toEqual([401, "invalid_client"]);
    }
    expect(await isGood(token)).toBe(true);
  });
});

describe("503", () => {
  it("says that nothing was ended when the disk is full, and the token lives on (#256)", async () => {
    const issuer = await testIssuer();
    const access = await issueAccess(issuer);
    const { token: refresh, family } = await issueRefresh(issuer);
    const { pool } = opened();
    await pool.query(`CREATE FUNCTION "disk_full"() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`);
    await pool.query(`CREATE TRIGGER "full" BEFORE INSERT ON "AuditEvent" EXECUTE FUNCTION "disk_full"()`);
    for (const token of [access.token, refresh]) {
      const response = await call(ownClient(issuer), { token });
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    }
    expect(await isGood(access.token)).toBe(true);
    expect(await issuer.db.tokenFamily.findUnique({ where: { id: family.id } })).toMatchObject({ revokedAt: null });
    await pool.query(`DROP TRIGGER "full" ON "AuditEvent"`);
    expect((await call(ownClient(issuer), { token: access.token })).status).toBe(200);
    expect(await isGood(access.token)).toBe(false);
  });
});
