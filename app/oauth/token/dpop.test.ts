import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { after, minutes } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { dpopKey, type ProofOptions, proofOf, type TestKey, withProof } from "@/lib/testing/dpop";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { jwtIssuer } from "@/lib/testing/jwt";
import {
  bodyOf,
  codeClient,
  formRequest,
  issueCode,
  machineClient,
  ownClient,
  type TestClient,
} from "@/lib/testing/oauth";
import { currentNonce } from "@/lib/verify/dpop/nonce";
import { POST } from "./route";

testDatabase();

const PATH = "/oauth/token";
const OWN = { grant_type: "client_credentials", scope: "stock" };

let key: TestKey;
let other: TestKey;
let issuer: TestIssuer;
let machine: TestClient;
beforeAll(async () => {
  [key, other] = [await dpopKey(), await dpopKey()];
});
beforeEach(async () => {
  issuer = await testIssuer();
  machine = await machineClient(issuer);
});

type Fields = Record<string, string>;
type Asked = { fields?: Fields; client?: TestClient; proof?: string | null };

async function ask({ fields = OWN, client = machine, proof }: Asked = {}) {
  const request = formRequest(PATH, fields, client);
  if (proof !== null) withProof(request, proof ?? (await proofOf(key)));
  const response = await POST(request);
  return { status: response.status, headers: response.headers, body: await bodyOf(response) };
}

const outcome = async (asked: Asked) => {
  const { status, body } = await ask(asked);
  return [status, body.error ?? body.token_type];
};
const withChanges = async (options: ProofOptions) => outcome({ proof: await proofOf(key, options) });

const REFUSED = [400, "invalid_dpop_proof"];
/** The nonce that was given so long ago. */
const nonceOf = (ago: number) => currentNonce(after(new Date(), -ago));
const claimsOf = (jwt = "") => JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());

async function codeFor(client: TestClient, jkt: string | null = null) {
  const { code, verifier } = await issueCode(issuer, { client });
  await issuer.db.authorizationCode.updateMany({ where: { clientId: client.id }, data: { dpopJkt: jkt } });
  return { grant_type: "authorization_code", code, code_verifier: verifier };
}

describe("a good proof", () => {
  it("makes the token one of that key: DPoP, with the thumbprint in its row (#298)", async () => {
    const { status, body, headers } = await ask();
    expect([status, body.token_type, headers.get("dpop-nonce")]).toEqual([200, "DPoP", null]);
    expect(await issuer.db.accessToken.findFirst({ where: { clientId: machine.id } })).toMatchObject({
      dpopJkt: key.jkt,
    });
  });

  it("stands in a JWT as cnf.jkt (#298)", async () => {
    issuer = await jwtIssuer();
    machine = await machineClient(issuer);
    const { body } = await ask({ fields: { ...OWN, resource: issuer.audience } });
    expect(claimsOf(body.access_token)).toMatchObject({ cnf: { jkt: key.jkt } });
    const client = await codeClient(issuer);
    const fields = { ...(await codeFor(client, key.jkt)), resource: issuer.audience };
    expect(claimsOf((await ask({ fields, client })).body.access_token)).toMatchObject({ cnf: { jkt: key.jkt } });
  });

  it("names our public address, whatever the request was sent to (#324)", async () => {
    const elsewhere = async (url: string) => {
      const request = withProof(formRequest(PATH, OWN, machine), await proofOf(key, { url }));
      const forged = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
      const headers = new Headers([...request.headers, ...Object.entries(forged)]);
      const moved = new Request(`http://evil.example${PATH}`, { method: "POST", headers, body: await request.text() });
      return (await POST(moved)).status;
    };
    expect(await elsewhere("http://localhost:3000/oauth/token")).toBe(200);
    expect(await elsewhere("https://evil.example/oauth/token")).toBe(400);
    expect(await elsewhere("http://evil.example/oauth/token")).toBe(400);
  });

  it("leaves who sends none with bearer tokens", async () => {
    expect(await outcome({ proof: null })).toEqual([200, "Bearer"]);
  });
});

describe("invalid_dpop_proof", () => {
  it.each<[string, ProofOptions]>([
    ["no typ (#305)", { header: { typ: undefined } }],
    ["another typ (#306)", { header: { typ: "JWT" } }],
    ["no key (#305)", { header: { jwk: undefined } }],
    ["no jti (#305)", { claims: { jti: undefined } }],
    ["no htm (#305)", { claims: { htm: undefined } }],
    ["no htu (#305)", { claims: { htu: undefined } }],
    ["no iat (#305)", { claims: { iat: undefined } }],
    ["an htu that is no text (#311)", { claims: { htu: [7] } }],
    ["another method (#310)", { method: "GET" }],
    ["another endpoint (#311)", { url: "http://localhost:3000/oauth/par" }],
    ["an endless jti (#316)", { claims: { jti: "j".repeat(5000) } }],
    ["an hour ago (#314)", { claims: { iat: Math.floor(Date.now() / 1000) - 3600 } }],
  ])("comes for a proof with %s", async (_what, changes) => {
    expect(await withChanges(changes)).toEqual(REFUSED);
  });

  it("comes for two headers, an empty one, an endless one and nonsense (#303, #304)", async () => {
    const request = withProof(formRequest(PATH, OWN, machine), await proofOf(key));
    request.headers.append("dpop", await proofOf(key));
    expect((await POST(request)).status).toBe(400);
    for (const proof of ["", "nonsense", "a".repeat(9000), "{}", (await proofOf(key)).toUpperCase()])
      expect(await outcome({ proof })).toEqual(REFUSED);
  });

  it("comes for a client that is registered for bound tokens and sends none (#323)", async () => {
    await issuer.db.client.update({ where: { id: machine.id }, data: { requiresDpop: true } });
    expect(await outcome({ proof: null })).toEqual(REFUSED);
    expect(await outcome({})).toEqual([200, "DPoP"]);
  });

  it("comes for the second use of a proof, and counts for each key alone (#315)", async () => {
    const proof = await proofOf(key, { claims: { jti: "same" } });
    expect(await outcome({ proof })).toEqual([200, "DPoP"]);
    expect(await outcome({ proof })).toEqual(REFUSED);
    expect(await withChanges({ claims: { jti: "same" } })).toEqual(REFUSED);
    expect(await outcome({ proof: await proofOf(other, { claims: { jti: "same" } }) })).toEqual([200, "DPoP"]);
  });

  it("has our code, legal characters and no more than that (#95, #96)", async () => {
    const { body, headers } = await ask({ proof: "é" });
    expect(Object.keys(body).sort()).toEqual(["error", "error_code", "error_description", "error_uri", "request_id"]);
    expect([body.error_code, headers.get("cache-control")]).toEqual([40022, "no-store"]);
    expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
    expect(body.error_uri).toBe("http://localhost:3000/refused/invalid_dpop_proof");
  });

  it("is told after what the client itself did wrong, and leaves no row behind", async () => {
    const before = await issuer.db.spentProof.count();
    expect(await outcome({ client: { ...machine, secret: "wrong" } })).toEqual([401, "invalid_client"]);
    expect(await outcome({ fields: { grant_type: "password" } })).toEqual([400, "unsupported_grant_type"]);
    expect(await withChanges({ method: "GET" })).toEqual(REFUSED);
    expect(await withChanges({ claims: { nonce: undefined } })).toEqual([400, "use_dpop_nonce"]);
    expect(await issuer.db.spentProof.count()).toBe(before);
  });
});

describe("use_dpop_nonce", () => {
  it.each([undefined, "stale", "", nonceOf(minutes(8))])(
    "comes with one nonce to use, for a proof with the nonce %j (#322)",
    async (nonce) => {
      const { status, body, headers } = await ask({ proof: await proofOf(key, { claims: { nonce } }) });
      expect([status, body.error, body.error_code]).toEqual([400, "use_dpop_nonce", 40023]);
      const given = headers.get("dpop-nonce");
      expect(given).toMatch(/^[\w-]{22}$/);
      expect(await withChanges({ claims: { nonce: given } })).toEqual([200, "DPoP"]);
    },
  );

  it("is spared a client whose nonce gets old: its answer brings the next one (#322)", async () => {
    const now = new Date();
    const proof = await proofOf(key, { claims: { nonce: nonceOf(minutes(3)) } });
    const response = await token(await testContext({ now }), withProof(formRequest(PATH, OWN, machine), proof));
    expect([response.status, response.headers.get("dpop-nonce")]).toEqual([200, currentNonce(now)]);
  });
});

describe("a code", () => {
  it("that names a key goes with a proof of that key alone, and is not spent by others (#319, #320)", async () => {
    const client = ownClient(issuer);
    const fields = await codeFor(client, key.jkt);
    expect(await outcome({ fields, client, proof: await proofOf(other) })).toEqual([400, "invalid_grant"]);
    expect(await outcome({ fields, client, proof: null })).toEqual([400, "invalid_grant"]);
    expect(await outcome({ fields, client, proof: "nonsense" })).toEqual(REFUSED);
    expect(await outcome({ fields, client, proof: await proofOf(key, { claims: { nonce: undefined } }) })).toEqual([
      400,
      "use_dpop_nonce",
    ]);
    expect(await outcome({ fields, client })).toEqual([200, "DPoP"]);
  });

  it("that names a key is foreseen for that key alone, where an API wants a JWT (#319)", async () => {
    issuer = await jwtIssuer();
    const client = ownClient(issuer);
    const fields = { ...(await codeFor(client, key.jkt)), resource: issuer.audience };
    expect(await outcome({ fields, client, proof: await proofOf(other) })).toEqual([400, "invalid_grant"]);
    expect(await outcome({ fields, client })).toEqual([200, "DPoP"]);
  });

  it("that was used ends nothing when somebody without its key shows it again (#319)", async () => {
    const client = ownClient(issuer);
    const fields = await codeFor(client, key.jkt);
    const { body } = await ask({ fields, client });
    expect(await outcome({ fields, client, proof: await proofOf(other) })).toEqual([400, "invalid_grant"]);
    const refresh = { grant_type: "refresh_token", refresh_token: body.refresh_token ?? "" };
    expect(await outcome({ fields: refresh, client })).toEqual([200, "DPoP"]);
  });
});

describe("a refresh token", () => {
  const firstOf = async (client: TestClient) => {
    const { body } = await ask({ fields: await codeFor(client), client });
    return { grant_type: "refresh_token", refresh_token: body.refresh_token ?? "" };
  };

  it("of a public client goes with its key alone, and a refusal does not spend it (#321)", async () => {
    const client = await codeClient(issuer, { isPublic: true });
    const fields = await firstOf(client);
    expect(await outcome({ fields, client, proof: null })).toEqual([400, "invalid_grant"]);
    expect(await outcome({ fields, client, proof: await proofOf(other) })).toEqual([400, "invalid_grant"]);
    expect(await outcome({ fields, client, proof: "nonsense" })).toEqual(REFUSED);
    const { status, body } = await ask({ fields, client });
    expect([status, body.token_type]).toEqual([200, "DPoP"]);
    const next = { ...fields, refresh_token: body.refresh_token ?? "" };
    expect(await outcome({ fields: next, client, proof: await proofOf(other) })).toEqual([400, "invalid_grant"]);
    expect(await outcome({ fields: next, client })).toEqual([200, "DPoP"]);
  });

  it("of a confidential client is bound to its secret, so its key may change (RFC 9449 §5)", async () => {
    const client = ownClient(issuer);
    const fields = await firstOf(client);
    const { status, body } = await ask({ fields, client, proof: await proofOf(other) });
    expect([status, body.token_type]).toEqual([200, "DPoP"]);
    const { body: bearer } = await ask({
      fields: { ...fields, refresh_token: body.refresh_token ?? "" },
      client,
      proof: null,
    });
    expect(bearer.token_type).toBe("Bearer");
  });

  it.each([true, false])(
    "gives the same answer again to a new proof by the same key, within its minute (public: %s)",
    async (isPublic) => {
      const client = isPublic ? await codeClient(issuer, { isPublic }) : ownClient(issuer);
      const fields = await firstOf(client);
      const [first, again] = [await ask({ fields, client }), await ask({ fields, client })];
      expect([again.status, again.body]).toEqual([200, first.body]);
      const [status] = await outcome({ fields, client, proof: await proofOf(other) });
      expect(status).toBe(400);
      const next = { ...fields, refresh_token: first.body.refresh_token ?? "" };
      expect(await outcome({ fields: next, client })).toEqual([200, "DPoP"]);
    },
  );
});

it("says in which algorithms, and a page may send a proof and read the nonce (#97)", async () => {
  const { GET } = await import("@/app/.well-known/oauth-authorization-server/route");
  const metadata = await (
    await GET(new Request("http://localhost:3000/.well-known/oauth-authorization-server"))
  ).json();
  const algorithms = ["ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256"];
  expect(metadata).toMatchObject({ dpop_signing_alg_values_supported: algorithms });
  const client = await codeClient(issuer, { isPublic: true, redirectUris: ["https://spa.example/callback"] });
  const { OPTIONS } = await import("./route");
  const headers = { origin: "https://spa.example" };
  const preflight = await OPTIONS(new Request(`http://localhost:3000${PATH}`, { method: "OPTIONS", headers }));
  expect(preflight.headers.get("access-control-allow-headers")?.split(", ")).toContain("dpop");
  const request = withProof(
    formRequest(PATH, await codeFor(client), client),
    await proofOf(key, { claims: { nonce: undefined } }),
  );
  request.headers.set("origin", headers.origin);
  const response = await POST(request);
  expect(
    ["access-control-expose-headers", "access-control-allow-origin"].map((name) => response.headers.get(name)),
  ).toEqual(["DPoP-Nonce", headers.origin]);
});
