import { expect, it } from "vitest";
import { GET } from "@/app/api/verify/route";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";

testDatabase();

const HEADER = "x-fax-clientid";

/** The status and our number of forward auth's answer about a call. */
async function pass({ audience }: TestIssuer, token: string, headers: Record<string, string> = {}): Promise<number> {
  const address = `http://localhost:3000/api/verify?${new URLSearchParams({ audience })}`;
  return (await GET(new Request(address, { headers: { authorization: `Bearer ${token}`, ...headers } }))).status;
}

it("an API that wants its caller's client named is called by that client alone (X11)", async () => {
  const issuer = await testIssuer();
  const { token } = await issueAccess(issuer);
  const { key } = issuer.client;
  expect(await pass(issuer, token)).toBe(200);
  await issuer.db.api.update({ where: { id: issuer.api.id }, data: { clientIdHeader: HEADER } });
  expect(await pass(issuer, token, { [HEADER]: key })).toBe(200);
  expect(await pass(issuer, token, { "X-Fax-ClientId": key })).toBe(200);
  for (const wrong of [
    {},
    { [HEADER]: "" },
    { [HEADER]: key.toUpperCase() },
    { [HEADER]: "another" },
    { "x-other": key },
  ])
    expect(await pass(issuer, token, wrong as Record<string, string>)).toBe(403);
  expect(await pass(issuer, "pst_at_nothing", { [HEADER]: key })).toBe(401);
});

it("a key that no client stands behind names none, and another API asks for nothing", async () => {
  const [issuer, other] = [await testIssuer(), await testIssuer()];
  await issuer.db.api.update({ where: { id: issuer.api.id }, data: { clientIdHeader: HEADER } });
  expect(await pass(issuer, (await issuePersonal(issuer)).token)).toBe(200);
  expect(await pass(other, (await issueAccess(other)).token)).toBe(200);
});
