import { expect, it } from "vitest";
import { assertionFor, keyClient, keyPair, shown } from "@/lib/testing/assertion";
import { testContext } from "@/lib/testing/context";
import { isServer, testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { formRequest } from "@/lib/testing/oauth";
import { ROUNDS } from "@/lib/testing/rounds";
import { authenticateClient } from "./client-auth";
import { readForm } from "./form";

testDatabase();

const AT_ONCE = isServer() || ROUNDS > 1 ? 200 : 20;

it("lets one of many requests at once in that show the same assertion (#123)", async () => {
  const issuer = await testIssuer();
  const key = await keyPair();
  const client = await keyClient(issuer, key);
  for (let round = 0; round < ROUNDS; round++) {
    // The failures of the rounds before are no part of this one.
    await issuer.db.throttle.deleteMany();
    const assertion = await assertionFor(key, client);
    const ctx = await testContext();
    const attempt = async (index: number): Promise<string> => {
      // Each from an address of its own: it is the assertion that decides, not how often it was shown.
      const from = { ...ctx, origin: { ...ctx.origin, ip: `198.51.100.${index}` } };
      const request = formRequest("/oauth/token", shown(assertion));
      return (await authenticateClient(from, request, await readForm(request))).key;
    };
    const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, (_, index) => attempt(index)));
    const won = outcomes.filter(({ status }) => status === "fulfilled");
    expect(won).toEqual([{ status: "fulfilled", value: client.key }]);
    const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.name] : []));
    expect(new Set(reasons)).toEqual(new Set(["invalid_client"]));
  }
});
