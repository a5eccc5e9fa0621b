import { TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import { token } from "@/lib/oauth/token";
import { verifyCredential } from "@/lib/verify/verify";
import { testContext } from "./context";
import type { TestIssuer } from "./issued";
import { codeClient, formRequest, machineClient, type TestClient } from "./oauth";

export const ACCESS_TYPE = "urn:ietf:params:oauth:token-type:access_token";

const permitted = async <C extends TestClient>({ db }: TestIssuer, client: C): Promise<C> => {
  await db.client.update({ where: { id: client.id }, data: { additionalGrantTypes: [TOKEN_EXCHANGE] } });
  return client;
};

/** A service behind the API, which may exchange what it is sent: it is the issuer's API itself. */
export const exchanger = async (issuer: TestIssuer, { isApi = true } = {}) =>
  permitted(issuer, await machineClient(issuer, { isApi }));

/** The same for a client that acts for people. */
export const codeExchanger = async (issuer: TestIssuer) => permitted(issuer, await codeClient(issuer));

type Exchanged = {
  access_token: string;
  token_type: string;
  expires_in: number;
  scope: string;
  issued_token_type: string;
  refresh_token?: string;
};

type Fields = Record<string, string | string[] | undefined>;

export const exchangeRequest = (client: TestClient, subject: string, fields: Fields = {}): Request =>
  formRequest(
    "/oauth/token",
    { grant_type: TOKEN_EXCHANGE, subject_token: subject, subject_token_type: ACCESS_TYPE, ...fields },
    client,
  );

export async function exchanged(client: TestClient, subject: string, fields?: Fields, now?: Date): Promise<Exchanged> {
  const answer = await token(await testContext(now ? { now } : {}), exchangeRequest(client, subject, fields));
  return (await answer.json()) as Exchanged;
}

export const verdictOf = async (access: string, now = new Date()) =>
  verifyCredential(await testContext({ now }), { scheme: "bearer", token: access });
