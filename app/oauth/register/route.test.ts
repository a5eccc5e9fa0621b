import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as readMetadata } from "@/app/.well-known/oauth-authorization-server/route";
import { GET as authorize } from "@/app/oauth/authorize/route";
import { createRegistrationToken, revokeRegistrationToken } from "@/lib/companies/security/registration-tokens";
import { after, days, minutes } from "@/lib/duration";
import { throttleKey } from "@/lib/policy/throttle";
import { kept, query } from "@/lib/testing/authorize";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { admitting, closeAll } from "@/lib/testing/documents";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { OPTIONS, POST } from "./route";

testDatabase();

const ADDRESS = "http://localhost:3000/oauth/register";
const CALLBACK = "https://client.example/callback";
const EC = { kty: "EC", crv: "P-256", x: "x", y: "y" };

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await testIssuer();
});
beforeEach(async () => {
  await closeAll(issuer);
  await issuer.db.throttle.deleteMany();
});

type Answer = Record<string, unknown> & { client_id: string; client_secret?: string; error?: string };

async function send(body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: text };
  const response = await POST(new Request(ADDRESS, init));
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}
const register = (changes: object = {}, headers: Record<string, string> = {}) =>
  send({ redirect_uris: [CALLBACK], ...changes }, headers);
const outcome = async (asked: ReturnType<typeof send>) => {
  const { status, body } = await asked;
  return [status, body.error];
};
const rowOf = (key: string) => issuer.db.client.findUniqueOrThrow({ where: { key }, include: { secrets: true } });
const clients = () => issuer.db.client.count({ where: { origin: "dynamic" } });

async function token(name = "Partner") {
  const ctx = await testContext({ actor: issuer.actor });
  const made = await createRegistrationToken(ctx, { name, days: "1" });
  const row = await issuer.db.registrationToken.findFirstOrThrow({ where: { name }, orderBy: { id: "desc" } });
  return { ctx, id: row.id, bearer: { authorization: `Bearer ${made.token.reveal()}` } };
}

describe("201", () => {
  it("for anybody where one company is open, with all that was registered, kept by nobody (#225)", async () => {
    await admitting(issuer, { registrationPolicy: "open" });
    const { status, headers, body } = await register({ client_name: "Sample application" });
    expect([status, headers.get("cache-control")]).toEqual([201, "no-store"]);
    expect(body).toEqual({
      client_id: expect.stringMatching(/^[0-9A-Za-z]{20}$/),
      client_id_issued_at: expect.any(Number),
      client_secret: expect.stringMatching(/^pst_cs_/),
      client_secret_expires_at: 0,
      client_name: "Sample application",
      redirect_uris: [CALLBACK],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      scope: "open:read labels stock",
      require_pushed_authorization_requests: false,
      dpop_bound_access_tokens: false,
    });
    const row = await rowOf(body.client_id);
    expect(row).toMatchObject({
      companyId: issuer.company.id,
      origin: "dynamic",
      isPublic: false,
      grantType: "authorization_code",
      permissionGroupId: issuer.group.id,
      verifiedAt: null,
    });
    expect(row.secrets).toHaveLength(1);
    const [event] = await issuer.db.auditEvent.findMany({ where: { targetId: row.id } });
    expect(event).toMatchObject({ action: "client.registered", actorKind: "nobody", companyId: issuer.company.id });
    expect(JSON.stringify(event)).not.toContain(body.client_secret);
  });

  it("without a secret for a public client and for one with keys of its own (#225)", async () => {
    await admitting(issuer, { registrationPolicy: "open" });
    const { body: open } = await register({ token_endpoint_auth_method: "none" });
    const keyed = await register({ token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [EC] } });
    for (const body of [open, keyed.body]) {
      expect(body).not.toHaveProperty("client_secret");
      expect(body).not.toHaveProperty("client_secret_expires_at");
    }
    expect(keyed.body).toMatchObject({ token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [EC] } });
    expect(await rowOf(keyed.body.client_id)).toMatchObject({ authMethod: "private_key_jwt", isPublic: false });
    expect((await rowOf(open.client_id)).isPublic).toBe(true);
  });

  it("with a token of the company, which is counted and stands in the log (#225)", async () => {
    await admitting(issuer, { registrationPolicy: "token" });
    const { id, bearer } = await token();
    const { status, body } = await register({}, bearer);
    expect(status).toBe(201);
    expect((await issuer.db.registrationToken.findUniqueOrThrow({ where: { id } })).useCount).toBe(1n);
    const { id: targetId } = await rowOf(body.client_id);
    const event = await issuer.db.auditEvent.findFirstOrThrow({ where: { targetId } });
    expect(event.details).toEqual({ key: body.client_id, registrationToken: "Partner" });
  });

  it("gives a client that a person can be asked for at once", async () => {
    await admitting(issuer, { registrationPolicy: "open" });
    const { body } = await register({ token_endpoint_auth_method: "none" });
    const address = `http://localhost:3000/oauth/authorize?${query(issuer, { client_id: body.client_id })}`;
    await kept(issuer, await authorize(new Request(address)));
  });

  it("never gives what is not a client's to take (#235)", async () => {
    await admitting(issuer, { registrationPolicy: "open" });
    const { body } = await register({
      client_id: "mine",
      client_secret: "mine",
      permissionGroupId: "00000000-0000-7000-8000-000000000000",
      companyId: "00000000-0000-7000-8000-000000000000",
      isClassic: true,
      origin: "console",
      verifiedAt: "2026-01-01",
      resourceServerId: issuer.api.id,
      skip_consent: true,
      optionalScopes: ["stock"],
    });
    expect(body.client_id).not.toBe("mine");
    expect(await rowOf(body.client_id)).toMatchObject({
      companyId: issuer.company.id,
      origin: "dynamic",
      isClassic: false,
      verifiedAt: null,
      resourceServerId: null,
      permissionGroupId: issuer.group.id,
    });
  });

  it("is read by a page of any origin", async () => {
    await admitting(issuer, { registrationPolicy: "open" });
    expect((await register()).headers.get("access-control-allow-origin")).toBe("*");
    expect((await register({ redirect_uris: [] })).headers.get("access-control-allow-origin")).toBe("*");
    const preflight = await OPTIONS(
      new Request(ADDRESS, { method: "OPTIONS", headers: { origin: "https://x.example" } }),
    );
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  });
});

describe("401", () => {
  it("with a bare challenge where a token is needed and none came (#226)", async () => {
    await admitting(issuer, { registrationPolicy: "token" });
    const { status, headers } = await register();
    expect([status, headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });

  it("without a token where several companies are open: nobody can say which is meant", async () => {
    const other = await testIssuer();
    for (const one of [issuer, other]) await admitting(one, { registrationPolicy: "open" });
    expect((await register()).status).toBe(401);
  });

  it("for a token that is unknown, ended, expired or of a company that takes none (#226)", async () => {
    await admitting(issuer, { registrationPolicy: "token" });
    const { ctx, id, bearer } = await token();
    const foreign = { authorization: "Bearer pst_it_00000000000000000000000000000000000000000000000000" };
    for (const headers of [foreign, { authorization: "Basic eDp5" }, { authorization: "Bearer a b" }]) {
      const answer = await register({}, headers);
      const challenge = answer.headers.get("www-authenticate");
      expect([answer.status, challenge]).toEqual([401, 'Bearer error="invalid_token"']);
    }
    const { id: spare, bearer: other } = await token("Spare");
    await issuer.db.registrationToken.update({ where: { id: spare }, data: { expiresAt: new Date() } });
    expect((await register({}, other)).status).toBe(401);
    expect((await register({}, bearer)).status).toBe(201);
    await revokeRegistrationToken(ctx, { id });
    expect((await register({}, bearer)).status).toBe(401);
    const elsewhere = await testIssuer();
    await admitting(elsewhere, { registrationPolicy: "token" });
    const { bearer: ours } = await token("Ours");
    await issuer.db.company.update({ where: { id: issuer.company.id }, data: { registrationPolicy: "off" } });
    expect((await register({}, ours)).status).toBe(401);
  });
});

describe("400", () => {
  beforeEach(() => admitting(issuer, { registrationPolicy: "open" }));

  it.each(["null", "[]", "1", '"x"', "{", ""])("for what is no JSON object: %s (#227)", async (body) => {
    expect(await outcome(send(body))).toEqual([400, "invalid_client_metadata"]);
  });

  it("for a form (#227)", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await outcome(send("redirect_uris=x", headers))).toEqual([400, "invalid_client_metadata"]);
  });

  it.each<[string, object, string]>([
    ["no callback URL (#228)", { redirect_uris: undefined }, "invalid_redirect_uri"],
    ["one with a fragment (#229)", { redirect_uris: [`${CALLBACK}#x`] }, "invalid_redirect_uri"],
    ["one by plain http (#230)", { redirect_uris: ["http://client.example/x"] }, "invalid_redirect_uri"],
    ["grants that contradict (#231)", { response_types: [] }, "invalid_client_metadata"],
    ["ID tokens that nobody signed (#545)", { id_token_signed_response_alg: "none" }, "invalid_client_metadata"],
    ["a machine's grant (#235)", { grant_types: ["client_credentials"] }, "invalid_client_metadata"],
    [
      "two places for keys (#232)",
      { jwks: { keys: [EC] }, jwks_uri: "https://a.example/j" },
      "invalid_client_metadata",
    ],
    ["a secret key (#232)", { jwks: { keys: [{ kty: "oct", k: "x" }] } }, "invalid_client_metadata"],
    ["an address inside (#233)", { jwks_uri: "https://169.254.169.254/" }, "invalid_client_metadata"],
    ["a context above the ceiling (#236)", { scope: "stock postern:clients:write" }, "invalid_client_metadata"],
    ["a context of nobody (#236)", { scope: "no-such-context" }, "invalid_client_metadata"],
    ["an unsigned statement (#238)", { software_statement: "x" }, "invalid_software_statement"],
    [
      "a statement with no algorithm (#238)",
      { software_statement: "eyJhbGciOiJub25lIn0.e30.x" },
      "invalid_software_statement",
    ],
    [
      "a statement of somebody (#238)",
      { software_statement: "eyJhbGciOiJFUzI1NiJ9.e30.x" },
      "unapproved_software_statement",
    ],
  ])("for %s", async (_what, changes, error) => {
    const before = await clients();
    expect(await outcome(register(changes))).toEqual([400, error]);
    expect(await clients()).toBe(before);
  });

  it("for the name of a client that the company made or checked, in whatever case (#237)", async () => {
    const name = issuer.client.name.toUpperCase();
    expect(await outcome(register({ client_name: name }))).toEqual([400, "invalid_client_metadata"]);
    const { body } = await register({ client_name: "Twin" });
    expect((await register({ client_name: "Twin" })).status).toBe(201);
    await issuer.db.client.update({ where: { key: body.client_id }, data: { verifiedAt: new Date() } });
    expect(await outcome(register({ client_name: "twin" }))).toEqual([400, "invalid_client_metadata"]);
  });

  it("echoes the contexts that were asked for, all of them within the ceiling (#236)", async () => {
    expect((await register({ scope: "stock" })).body).toMatchObject({ scope: "stock" });
  });
});

it("413 for a body that no registration needs (#227)", async () => {
  await admitting(issuer, { registrationPolicy: "open" });
  expect(await outcome(register({ contacts: ["x".repeat(1_000_000)] }))).toEqual([413, "invalid_request"]);
});

it("429 for one network that registers without end (#239)", async () => {
  await admitting(issuer, { registrationPolicy: "open" });
  const key = throttleKey({ what: "client-registration", subject: "unknown" });
  await issuer.db.throttle.create({ data: { key, count: 29, windowEndsAt: after(new Date(), minutes(30)) } });
  expect((await register()).status).toBe(201);
  const { status, headers, body } = await register();
  expect([status, body.error_code]).toEqual([429, 42901]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(1000);
});

it("is not there while no company offers it, and the metadata does not tell of it (#286)", async () => {
  const told = async () => {
    const response = await readMetadata(new Request("http://localhost:3000/.well-known/oauth-authorization-server"));
    const { registration_endpoint, client_id_metadata_document_supported } = (await response.json()) as Answer;
    return [registration_endpoint, client_id_metadata_document_supported];
  };
  expect((await register()).status).toBe(404);
  expect(await told()).toEqual([undefined, undefined]);
  await admitting(issuer, { registrationPolicy: "token" });
  expect(await told()).toEqual([ADDRESS, undefined]);
  await admitting(issuer, { registrationPolicy: "off", agentPolicy: "listed" });
  expect(await told()).toEqual([undefined, true]);
  await issuer.db.company.update({ where: { id: issuer.company.id }, data: { agentGroupId: null } });
  expect(await told()).toEqual([undefined, undefined]);
});

it("lets a token work for as long as it says", async () => {
  const { id } = await token("Lasting");
  const { createdAt, expiresAt } = await issuer.db.registrationToken.findUniqueOrThrow({ where: { id } });
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(days(1));
});
