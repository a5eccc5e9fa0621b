import { POST } from "@/app/oauth/device_authorization/route";
import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { csrfToken } from "@/lib/oauth/csrf";
import { decideDevice } from "@/lib/oauth/device/decide";
import { openDevice } from "@/lib/oauth/device/open";
import { token } from "@/lib/oauth/token";
import { testBrowser } from "./browser";
import { testContext } from "./context";
import type { TestIssuer } from "./issued";
import { codeClient, formRequest, type TestClient } from "./oauth";

/** A client that acts for people on devices. */
export async function deviceClient(issuer: TestIssuer, { isPublic = false } = {}): Promise<TestClient> {
  const client = await codeClient(issuer, { isPublic });
  const data = { additionalGrantTypes: [DEVICE_CODE], redirectUris: [] };
  await issuer.db.client.update({ where: { id: client.id }, data });
  return client;
}

export type Begun = {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
};

type Fields = Parameters<typeof formRequest>[1];

export const begin = (client: TestClient, fields: Fields = { scope: "stock" }): Promise<Response> =>
  POST(formRequest("/oauth/device_authorization", fields, client));

export const begun = async (client: TestClient, fields?: Fields): Promise<Begun> =>
  (await (await begin(client, fields)).json()) as Begun;

type Tokens = { access_token: string; refresh_token: string; scope: string };

/** What the device is told: tokens, or the refusal's name. */
export async function polled(
  client: TestClient,
  code: string,
  { now = new Date(), ...more } = {},
): Promise<Tokens | string> {
  const form = { grant_type: DEVICE_CODE, device_code: code, ...more };
  try {
    return (await (
      await token(await testContext({ now }), formRequest("/oauth/token", form, client))
    ).json()) as Tokens;
  } catch (error) {
    return (error as Error).name;
  }
}

/** The id in the address of the page on which a request is decided. */
export const idIn = (path: string): string => path.split(/[/?]/)[2] ?? "";

/** A browser of the issuer's person that has typed the code. */
export async function typed(issuer: TestIssuer, { user_code }: Begun, { now = new Date() } = {}) {
  const browser = await testBrowser(issuer, { now });
  const ctx = await testContext({ actor: browser.actor, now });
  const path = await openDevice(ctx, user_code);
  return {
    ...browser,
    ctx,
    path,
    id: idIn(path),
    csrf: csrfToken({ sessionId: browser.sessionId, requestId: idIn(path) }),
  };
}

export async function decided(issuer: TestIssuer, device: Begun, decision: "allow" | "deny" = "allow", now?: Date) {
  const { ctx, id: request, csrf } = await typed(issuer, device, now ? { now } : {});
  await decideDevice(ctx, { request, csrf, decision });
}
