import { GET as login } from "@/app/login/route";
import { POST as decide } from "@/app/oauth/decide/route";
import { POST as token } from "@/app/token/route";
import { readConsent } from "@/lib/oauth/consent";
import { CALLBACK, ISSUER, sentTo } from "./authorize";
import { testBrowser } from "./browser";
import { testContext } from "./context";
import { type TestIssuer, testIssuer } from "./issued";

/** An issuer whose client uses the classic flow. */
export async function classicIssuer(): Promise<TestIssuer> {
  const issuer = await testIssuer();
  const client = await issuer.db.client.update({
    where: { id: issuer.client.id },
    data: { key: `APIK-${issuer.client.key}`, isClassic: true },
  });
  return { ...issuer, client };
}

/** The documented link (X4), opened as written. */
export const link = ({ client: { key } }: TestIssuer): string =>
  `${ISSUER}/login?response_type=code&client_id=${key}&redirect_uri=${CALLBACK}&scope=all`;

export const open = (address: string, cookie = ""): Promise<Response> =>
  login(new Request(address, { headers: { cookie } }));

/** Both documented headers. */
export const documentedHeaders = ({ client, clientSecret }: TestIssuer): Record<string, string> => ({
  "content-type": "application/x-www-form-urlencoded",
  authorization: `Basic ${Buffer.from(`${client.key}:${clientSecret}`).toString("base64")}`,
});

/** A documented POST: everything in the address, nothing in the body. */
export const post = (query: string, headers: Record<string, string>, path = "/token"): Promise<Response> =>
  token(new Request(`${ISSUER}${path}?${query}`, { method: "POST", headers }));

/** From the documented link by way of a person's consent to a code. */
export async function classicCode(issuer: TestIssuer, address = link(issuer)): Promise<string> {
  const { actor, cookie } = await testBrowser(issuer);
  const sent = sentTo(await open(address, cookie));
  // Allowed before: the client has its code at once.
  if (sent.to === CALLBACK) return sent.params.code ?? "";
  const [, , id = ""] = sent.url.pathname.split("/");
  const { csrf } = await readConsent(await testContext({ actor }), id);
  const answer = await decide(
    new Request(`${ISSUER}/oauth/decide`, {
      method: "POST",
      headers: { cookie, origin: ISSUER },
      body: new URLSearchParams({ request: id, csrf, decision: "allow" }),
    }),
  );
  return sentTo(answer).params.code ?? "";
}
