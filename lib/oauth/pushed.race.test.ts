import { expect, it } from "vitest";
import { kept, sentTo } from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, testIssuer } from "@/lib/testing/issued";
import { open, pushed } from "@/lib/testing/pushed";
import { ROUNDS } from "@/lib/testing/rounds";
import { csrfToken } from "./csrf";
import { decideRequest } from "./decide";

testDatabase();

it("gives one remembered code for a reference that is opened fifty times at once (#215)", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const issuer = await testIssuer();
    await issueAccess(issuer, { scopes: ["stock"] });
    const { cookie } = await testBrowser(issuer);
    const reference = await pushed(issuer);
    const answers = await Promise.all(Array.from({ length: 50 }, () => open(issuer, reference, { cookie })));
    expect(answers.filter((answer) => sentTo(answer).params.code)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(49);
    expect(await issuer.db.authorizationCode.count({ where: { clientId: issuer.client.id } })).toBe(1);
  }
});

it("gives one code for a reference that is open in fifty windows, allowed or denied in all at once (#215)", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const issuer = await testIssuer();
    const { actor, cookie, sessionId } = await testBrowser(issuer);
    const reference = await pushed(issuer);
    const rows = await Promise.all(
      Array.from({ length: 50 }, async () => kept(issuer, await open(issuer, reference, { cookie }))),
    );
    await issuer.db.authorizationRequest.updateMany({ where: { clientId: issuer.client.id }, data: { sessionId } });
    const ctx = await testContext({ actor });
    const outcomes = await Promise.allSettled(
      rows.map(({ id }, index) =>
        decideRequest(ctx, {
          request: id,
          csrf: csrfToken({ sessionId, requestId: id }),
          decision: index % 2 === 0 ? "allow" : "deny",
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "invalid_request_uri" });
    expect(await issuer.db.auditEvent.count({ where: { companyId: issuer.company.id } })).toBe(1);
  }
});
