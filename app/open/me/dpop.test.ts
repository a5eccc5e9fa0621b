import { beforeAll, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { after, minutes } from "@/lib/duration";
import { isServer, testDatabase } from "@/lib/testing/database";
import { bindAccess, dpopKey, type ProofOptions, proofOf, type TestKey } from "@/lib/testing/dpop";
import { issueAccess, issueLegacy, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { ROUNDS } from "@/lib/testing/rounds";
import { currentNonce } from "@/lib/verify/dpop/nonce";
import { GET } from "./route";

testDatabase();

const URL_OF_ME = "http://localhost:3000/open/me";

let key: TestKey;
let other: TestKey;
let issuer: TestIssuer;
/** One that is bound to the key, and one that is bound to none. */
let [bound, plain] = ["", ""];
beforeAll(async () => {
  [key, other, issuer] = [await dpopKey(), await dpopKey(), await testIssuer()];
  const issue = () => issueAccess(issuer, { scopes: ["open:read"], audience: [openAudience()] });
  const [first, second] = [await issue(), await issue()];
  await bindAccess(issuer, first.id, key);
  [bound, plain] = [first.token, second.token];
});

type Asked = { scheme?: string; token?: string; proof?: string | null | undefined; url?: string };

async function call({ scheme = "DPoP", token = bound, proof, url = URL_OF_ME }: Asked = {}) {
  const headers = new Headers({ authorization: `${scheme} ${token}` });
  if (proof !== null) headers.set("dpop", proof ?? (await good()));
  const { status, headers: answered } = await GET(new Request(url, { headers }));
  return { status, challenge: answered.get("www-authenticate") ?? "", nonce: answered.get("dpop-nonce") };
}

const good = (options: ProofOptions = {}, by: TestKey = key) =>
  proofOf(by, { method: "GET", url: URL_OF_ME, token: bound, ...options });
/** The scheme that is named first, and what it says was wrong. */
const outcome = async (asked: Asked) => {
  const { status, challenge } = await call(asked);
  return [status, challenge.split(" ")[0], /error="(\w+)"/.exec(challenge)?.[1]];
};

it("lets a bound token in with a proof of its key (#299)", async () => {
  expect(await call()).toEqual({ status: 200, challenge: "", nonce: null });
  expect((await call({ scheme: "dpop" })).status).toBe(200);
});

it("refuses a bound token as a bearer token, with a proof and without (#300)", async () => {
  for (const proof of [undefined, null])
    expect(await outcome({ scheme: "Bearer", proof })).toEqual([401, "Bearer", "invalid_token"]);
});

it("asks for the proof that is missing, and says what may sign it (#301)", async () => {
  const { status, challenge } = await call({ proof: null });
  expect(status).toBe(401);
  expect(challenge).toMatch(/^DPoP error="invalid_dpop_proof", algs="ES256 ES384 ES512 EdDSA Ed25519 PS256", /);
});

it("refuses what is bound to no key with the scheme DPoP (#302)", async () => {
  const { token: personal } = await issuePersonal(issuer);
  for (const token of [plain, personal])
    expect(await outcome({ token, proof: await good({ token }) })).toEqual([401, "DPoP", "invalid_token"]);
  expect((await call({ scheme: "Bearer", token: plain })).status).toBe(200);
  const { key: name, secret } = await issueLegacy(issuer);
  expect((await call({ scheme: "Basic", token: btoa(`${name}:${secret}`), proof: null })).status).toBe(200);
});

it("refuses two proofs at once, and what is none (#303, #304)", async () => {
  for (const proof of [`${await good()}, ${await good()}`, "", "nonsense", (await good()).toUpperCase()])
    expect(await outcome({ proof })).toEqual([401, "DPoP", "invalid_dpop_proof"]);
});

it.each<[string, ProofOptions]>([
  ["no ath (#305)", { claims: { ath: undefined } }],
  ["the ath of another token (#317)", { token: "pst_at_another" }],
  ["no jti (#305)", { claims: { jti: undefined } }],
  ["no htm (#305)", { claims: { htm: undefined } }],
  ["no htu (#305)", { claims: { htu: undefined } }],
  ["no iat (#305)", { claims: { iat: undefined } }],
  ["another method (#310)", { method: "POST" }],
  ["another address (#311)", { url: "http://localhost:3000/open/global/config" }],
  ["an htu that is no text (#311)", { claims: { htu: { href: URL_OF_ME } } }],
  ["an hour ahead (#314)", { claims: { iat: Math.floor(Date.now() / 1000) + 3600 } }],
])("refuses a proof with %s", async (_what, options) => {
  expect(await outcome({ proof: await good(options) })).toEqual([401, "DPoP", "invalid_dpop_proof"]);
});

it("refuses a good proof by another key (#318)", async () => {
  expect(await outcome({ proof: await good({}, other) })).toEqual([401, "DPoP", "invalid_token"]);
});

it.each([undefined, "stale"])(
  "asks for a nonce, and takes it, where the proof has the nonce %j (#322)",
  async (nonce) => {
    const refused = await call({ proof: await good({ claims: { nonce } }) });
    expect([refused.status, refused.challenge]).toEqual([
      401,
      expect.stringMatching(/^DPoP error="use_dpop_nonce", algs=/),
    ]);
    expect(refused.nonce).toMatch(/^[\w-]{22}$/);
    expect((await call({ proof: await good({ claims: { nonce: refused.nonce } }) })).status).toBe(200);
  },
);

it("gives the next nonce with a success, when the one that was used gets old (#322)", async () => {
  const nonce = currentNonce(after(new Date(), -minutes(3)));
  expect(await call({ proof: await good({ claims: { nonce } }) })).toMatchObject({
    status: 200,
    nonce: expect.stringMatching(/^[\w-]{22}$/),
  });
});

it("holds the proof against our public address, without query (#324)", async () => {
  expect((await call({ url: "http://evil.example/open/me?x=1" })).status).toBe(200);
  const proof = await good({ url: "http://evil.example/open/me" });
  expect((await call({ url: "http://evil.example/open/me", proof })).status).toBe(401);
});

it("takes one of 200 copies of a proof that are on their way together (#315)", async () => {
  const AT_ONCE = isServer() ? 200 : 20;
  for (let round = 0; round < ROUNDS; round++) {
    const proof = await good();
    const all = await Promise.all(Array.from({ length: AT_ONCE }, () => outcome({ proof })));
    expect(all.filter(([status]) => status === 200)).toHaveLength(1);
    expect(all.filter(([, , error]) => error === "invalid_dpop_proof")).toHaveLength(AT_ONCE - 1);
  }
});

it("tells in its metadata what may sign a proof, where a bound token can be used at all", async () => {
  const { GET: open } = await import("@/app/.well-known/oauth-protected-resource/open/route");
  const { GET: admin } = await import("@/app/.well-known/oauth-protected-resource/api/v1/route");
  const of = async (run: typeof open) => (await run(new Request("http://localhost:3000/"))).json();
  expect(await of(open)).toHaveProperty("dpop_signing_alg_values_supported");
  expect(await of(admin)).not.toHaveProperty("dpop_signing_alg_values_supported");
});
