import { beforeAll, expect, it } from "vitest";
import { CALLBACK, CHALLENGE } from "@/lib/testing/authorize";
import { testDatabase } from "@/lib/testing/database";
import { dpopKey, proofOf, type TestKey, withProof } from "@/lib/testing/dpop";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { formRequest, outcomeOf, ownClient } from "@/lib/testing/oauth";
import { open } from "@/lib/testing/pushed";
import { POST } from "./route";

testDatabase();

const PAR_URL = "http://localhost:3000/oauth/par";

let key: TestKey;
let other: TestKey;
let issuer: TestIssuer;
beforeAll(async () => {
  [key, other, issuer] = [await dpopKey(), await dpopKey(), await testIssuer()];
});

const pushWith = (proof: string | null, changes: Record<string, string> = {}) => {
  const fields = { response_type: "code", redirect_uri: CALLBACK, scope: "stock", ...changes };
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: "S256" };
  const request = formRequest("/oauth/par", { ...fields, ...pkce }, ownClient(issuer));
  return POST(proof === null ? request : withProof(request, proof));
};

/** The key that the code of the pushed request will be bound to. */
async function keyAsked(response: Response): Promise<string | null | undefined> {
  const { request_uri: reference } = (await response.json()) as { request_uri: string };
  await issuer.db.authorizationRequest.deleteMany();
  expect((await open(issuer, reference)).status).toBe(303);
  return (await issuer.db.authorizationRequest.findFirst({ select: { dpopJkt: true } }))?.dpopJkt;
}

it("binds the code to the key that the push proves, named in it or not (#320)", async () => {
  for (const changes of [{}, { dpop_jkt: key.jkt }]) {
    const response = await pushWith(await proofOf(key, { url: PAR_URL }), changes as Record<string, string>);
    expect(response.status).toBe(201);
    expect(await keyAsked(response)).toBe(key.jkt);
  }
});

it("binds it to the key that is named, where none is proven, and to none otherwise (#319)", async () => {
  expect(await keyAsked(await pushWith(null, { dpop_jkt: key.jkt }))).toBe(key.jkt);
  expect(await keyAsked(await pushWith(null))).toBeNull();
});

it("refuses a push that names another key than it proves (#224)", async () => {
  const response = await pushWith(await proofOf(key, { url: PAR_URL }), { dpop_jkt: other.jkt });
  expect(await outcomeOf(response)).toEqual([400, "invalid_dpop_proof"]);
});

it("refuses a proof for another endpoint, one that was used, one without nonce, and a key that is none", async () => {
  expect(await outcomeOf(await pushWith(await proofOf(key)))).toEqual([400, "invalid_dpop_proof"]);
  const proof = await proofOf(key, { url: PAR_URL });
  expect((await pushWith(proof)).status).toBe(201);
  expect(await outcomeOf(await pushWith(proof))).toEqual([400, "invalid_dpop_proof"]);
  const without = await proofOf(key, { url: PAR_URL, claims: { nonce: undefined } });
  expect(await outcomeOf(await pushWith(without))).toEqual([400, "use_dpop_nonce"]);
  expect(await outcomeOf(await pushWith(null, { dpop_jkt: "short" }))).toEqual([400, "invalid_request"]);
});
