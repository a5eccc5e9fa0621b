import { expect, it } from "vitest";
import { isServer, testDatabase } from "@/lib/testing/database";
import { dpopKey, proofOf, withProof } from "@/lib/testing/dpop";
import { testIssuer } from "@/lib/testing/issued";
import { formRequest, machineClient, outcomeOf } from "@/lib/testing/oauth";
import { ROUNDS } from "@/lib/testing/rounds";
import { POST } from "./route";

testDatabase();

const AT_ONCE = isServer() ? 200 : 20;

it("takes one of 200 copies of a proof that are on their way together (#315)", async () => {
  const issuer = await testIssuer();
  const client = await machineClient(issuer);
  const key = await dpopKey();
  for (let round = 0; round < ROUNDS; round++) {
    const before = await issuer.db.accessToken.count({ where: { clientId: client.id } });
    const proof = await proofOf(key);
    const send = async () =>
      outcomeOf(
        await POST(withProof(formRequest("/oauth/token", { grant_type: "client_credentials" }, client), proof)),
      );
    const all = await Promise.all(Array.from({ length: AT_ONCE }, send));
    expect(all.filter(([status]) => status === 200)).toHaveLength(1);
    expect(all.filter(([, error]) => error === "invalid_dpop_proof")).toHaveLength(AT_ONCE - 1);
    expect(await issuer.db.accessToken.count({ where: { clientId: client.id } })).toBe(before + 1);
  }
});
