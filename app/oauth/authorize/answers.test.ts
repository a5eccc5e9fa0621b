import { expect, it } from "vitest";
import { GET as metadata } from "@/app/.well-known/oauth-authorization-server/route";
import { asked, CALLBACK, expectPage, ISSUER, sentTo } from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, testIssuer } from "@/lib/testing/issued";

testDatabase();

it("names in a success and in an error the issuer of the metadata, to the letter (#45)", async () => {
  const issuer = await testIssuer();
  await issueAccess(issuer, { scopes: ["stock"] });
  const { cookie } = await testBrowser(issuer);
  const success = sentTo(await asked(issuer, {}, { cookie }));
  const failure = sentTo(await asked(issuer, { scope: "nonsense" }, { cookie }));
  const document = await (await metadata(new Request(`${ISSUER}/.well-known/oauth-authorization-server`))).json();
  expect(Object.keys(success.params).sort()).toEqual(["code", "iss", "state"]);
  expect([success.params.iss, failure.params.iss]).toEqual([document.issuer, document.issuer]);
});

it("tells of a client that it knows no more than of one that it does not (#489)", async () => {
  const issuer = await testIssuer();
  const known = await expectPage(await asked(issuer, { redirect_uri: "https://evil.example/callback" }));
  expect(known).not.toContain(issuer.client.name);
  expect(known).not.toContain(issuer.company.name);
  expect(known).not.toContain(CALLBACK);
  await expectPage(await asked(issuer, { client_id: "nobody" }));
});
