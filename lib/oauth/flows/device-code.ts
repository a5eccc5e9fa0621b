import "server-only";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { Refusal } from "@/lib/errors";
import type { Issued } from "@/lib/tokens/oauth/issued";
import { redeem } from "@/lib/tokens/oauth/redeem";
import type { AuthenticatedClient } from "../client-auth";
import { DEVICE_CHALLENGE, SLOWER_BY_SECONDS } from "../device/rules";
import { claimPoll, findPolled, slowDevice } from "../device/store";
import type { Form } from "../form";
import { withIdToken } from "../id-token";
import type { ProvenClient } from "../proven-key";
import { parseResources } from "../scope";

const EXPIRED = { description: "the device_code has expired" };

type Polled = NonNullable<Awaited<ReturnType<typeof findPolled>>>;

async function ownRequest({ db }: Context, client: AuthenticatedClient, code: string): Promise<Polled> {
  const row = kindOf(code) === "device" ? await findPolled(db, hashesOf(code), client.id) : null;
  if (!row) throw new Refusal("invalid_grant", { description: "the device_code is unknown, or not this client's" });
  return row;
}

/** What a device is told until somebody decides: to wait, and to wait longer if it did not. */
async function notYet({ db, now }: Context, { id }: Polled): Promise<Refusal> {
  if (await claimPoll(db, id, now)) return new Refusal("authorization_pending");
  await slowDevice(db, id, { by: SLOWER_BY_SECONDS, now });
  return new Refusal("slow_down", { description: `wait ${SLOWER_BY_SECONDS} seconds longer between two requests` });
}

/**
 * A device that asks for its tokens (RFC 8628 §3.4). What the person allowed is an authorization code under the hash of
 * the device code, so it is redeemed like any other: once, however many ask, and a second time ends what the first got.
 * @throws Refusal invalid_request: no device code; invalid_grant: unknown, another client's, or used; authorization_pending;
 * slow_down; access_denied; expired_token; invalid_scope, invalid_target
 */
export async function deviceCode(ctx: Context, client: ProvenClient, form: Form): Promise<Issued> {
  const code = form.get("device_code");
  if (code === undefined) throw new Refusal("invalid_request", { description: "device_code is missing" });
  const request = await ownRequest(ctx, client, code);
  if (request.isAllowed === false) throw new Refusal("access_denied", { description: "the person did not allow it" });
  const isOver = request.expiresAt <= ctx.now;
  if (request.isAllowed === null) throw isOver ? new Refusal("expired_token", EXPIRED) : await notYet(ctx, request);
  try {
    const redeemed = await redeem(ctx, {
      client,
      code,
      kind: "device",
      challenge: DEVICE_CHALLENGE,
      redirectUri: null,
      resources: parseResources(form.all("resource")),
      dpopJkt: client.dpopJkt,
    });
    return await withIdToken(ctx, client, redeemed);
  } catch (error) {
    // A replay is told as one even then: the redemption knows.
    if (isOver && error instanceof Refusal && error.detail === "expired") throw new Refusal("expired_token", EXPIRED);
    throw error;
  }
}
