import "server-only";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newOpaqueId } from "@/lib/crypto/id";
import { json } from "@/lib/doors/answer";
import { after, minutes } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { networkOf } from "@/lib/policy/network";
import { spendRequest } from "@/lib/policy/throttle";
import { ceilingOf } from "../ceiling";
import { authenticateClient, invalidClient } from "../client-auth";
import { admitPushing } from "../document-client";
import { type Form, readForm } from "../form";
import { narrowed, parseResources, parseScope } from "../scope";
import { findClientById } from "../store";
import { DEVICE_LIFETIME, FIRST_INTERVAL_SECONDS, mayUseDevices } from "./rules";
import { insertDevice } from "./store";
import { newUserCode, userCodeHash, writtenUserCode } from "./user-code";

/** For one client from one network: whoever knows a public client's name can make us keep a row. */
const LIMIT = { limit: 60, windowMs: minutes(5) };

/** Of twenty-five thousand million codes one that waits is hardly ever drawn again; three times in a row, never. */
const ATTEMPTS = 3;

type Client = NonNullable<Awaited<ReturnType<typeof findClientById>>>;

/**
 * What is asked, by the rules of an authorization request. The page of a device asks for no values, so a context that
 * needs some cannot be had there.
 */
async function askedScopes(ctx: Context, form: Form, client: Client) {
  if (form.get("authorization_details") !== undefined)
    throw new Refusal("invalid_authorization_details", {
      description: "the device grant takes no authorization_details: use the authorization code flow",
    });
  const ceiling = (await ceilingOf(ctx, client)).filter(
    ({ parameters }) => !parameters.some(({ isRequired }) => isRequired),
  );
  const allowed = ceiling.map(({ key, api }) => ({ key, audience: api.audience }));
  return narrowed(allowed, { scopes: parseScope(form.get("scope")), resources: parseResources(form.all("resource")) });
}

/** Keeps the request under the hashes of its two codes. */
async function keptCodes(ctx: Context, clientId: string, asked: { scopes: string[]; audience: string[] }) {
  const { db, now } = ctx;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const deviceCode = newCredential("device").reveal();
    const userCode = newUserCode();
    const isStored = await insertDevice(db, {
      ...asked,
      id: newOpaqueId(),
      deviceCodeHash: hashOf(deviceCode),
      userCodeHash: userCodeHash(userCode),
      clientId,
      dpopJkt: null,
      createdAt: now,
      expiresAt: after(now, DEVICE_LIFETIME),
      intervalSeconds: FIRST_INTERVAL_SECONDS,
    });
    if (isStored) return { deviceCode, userCode: writtenUserCode(userCode) };
  }
  throw new Error("every user code that was drawn is taken");
}

/**
 * `POST /oauth/device_authorization` (RFC 8628 §3.1): two codes, one for the device to ask with and one for a person to
 * type in a browser of their own. The client authenticates as at the token endpoint; a public one names itself. What an
 * authorization request would be refused for is refused here.
 * @throws Refusal invalid_request, invalid_client, too_many_attempts, too_many_requests with Retry-After,
 * unauthorized_client, invalid_scope, invalid_target, invalid_authorization_details, and those of `admitPushing`
 */
export async function beginDevice(ctx: Context, request: Request): Promise<Response> {
  const form = await readForm(request);
  await admitPushing(ctx, form);
  const asker = await authenticateClient(ctx, request, form);
  if (!mayUseDevices(asker))
    throw new Refusal("unauthorized_client", { description: "this client is not registered for the device grant" });
  await spendRequest(ctx, { what: "device", subject: `${networkOf(ctx.origin.ip)} ${asker.key}`, ...LIMIT });
  const client = await findClientById(ctx.db, asker.id);
  if (!client) throw invalidClient("gone");
  const { deviceCode, userCode } = await keptCodes(ctx, client.id, await askedScopes(ctx, form, client));
  const page = `${issuerUrl()}/device`;
  return json({
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?${new URLSearchParams({ user_code: userCode })}`,
    expires_in: DEVICE_LIFETIME / 1000,
    interval: FIRST_INTERVAL_SECONDS,
  });
}
