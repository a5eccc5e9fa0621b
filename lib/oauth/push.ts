import "server-only";
import type { Context } from "@/lib/context";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import { json } from "@/lib/doors/answer";
import { after, minutes, seconds } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { networkOf } from "@/lib/policy/network";
import { spendRequest } from "@/lib/policy/throttle";
import { authenticateClient, invalidClient } from "./client-auth";
import { admitPushing } from "./document-client";
import { type Form, readForm } from "./form";
import { parametersOf } from "./parameters";
import { provenKey } from "./proven-key";
import { newReference, pairsOf } from "./pushed";
import { findClientById, insertPushed } from "./store";
import { type RequestingClient, targetOf, validated } from "./validate";

/** Long enough to redirect a browser, which is all that lies between (RFC 9126 §2.2 speaks of 5 to 600 seconds). */
const LIFETIME = seconds(90);

/** A request holds no more than this; whoever knows a public client's name can make us keep one. */
const LARGEST = 16_384;

/** What is kept for one client from one network: ten sign-ins a second (RFC 9126 §2.3). */
const KEPT = { what: "push", limit: 600, windowMs: minutes(1) };
/**
 * The key that the code will be bound to, as a parameter of the request: the one that was proven, where it was, and then no
 * other may be named (RFC 9449 §10.1).
 */
function keyPair(form: Form, jkt: string | null): [string, string][] {
  const named = form.get("dpop_jkt");
  if (jkt !== null && named !== undefined && named !== jkt)
    throw new Refusal("invalid_dpop_proof", {
      description: "dpop_jkt names another key than the proof is signed with",
    });
  return jkt !== null && named === undefined ? [["dpop_jkt", jkt]] : [];
}

type Asked = { form: Form; client: RequestingClient; jkt: string | null };

/** The request as it is kept, once all was checked that the authorization endpoint will check. */
async function checkedPairs(ctx: Context, { form, client, jkt }: Asked): Promise<[string, string][]> {
  if (form.get("request_uri") !== undefined)
    throw new Refusal("invalid_request", { description: "request_uri cannot be pushed" });
  const pairs = [...pairsOf(form, client.key), ...keyPair(form, jkt)];
  if (JSON.stringify(pairs).length > LARGEST) throw new Refusal("body_too_large");
  const parameters = parametersOf(new URLSearchParams(pairs));
  await validated(ctx, parameters, { client, target: targetOf(parameters, client) });
  return pairs;
}

/**
 * `POST /oauth/par` (RFC 9126 §2): keeps an authorization request that its client sends itself, and gives the reference
 * under which a browser opens it. The client authenticates as at the token endpoint; a public one names itself. What the
 * authorization endpoint would refuse is refused here, before a person sees anything. A request that proves a key is one
 * for a code of that key.
 * @throws Refusal invalid_request, invalid_client, too_many_attempts, too_many_requests, body_too_large, unauthorized_client,
 * invalid_redirect_uri, unsupported_response_type, request_not_supported, invalid_scope, invalid_target,
 * invalid_authorization_details, invalid_dpop_proof, use_dpop_nonce, and those of `admittedKey`
 */
export async function push(ctx: Context, request: Request): Promise<Response> {
  const form = await readForm(request);
  await admitPushing(ctx, form);
  const { id } = await authenticateClient(ctx, request, form);
  const client = await findClientById(ctx.db, id);
  if (!client) throw invalidClient("gone");
  // Before the request is checked, so that a flood of bad ones is refused too; after the client is, so that a stranger
  // elsewhere uses up nobody's share.
  await spendRequest(ctx, { ...KEPT, subject: `${networkOf(ctx.origin.ip)} ${id}` });
  const { jkt, headers } = await provenKey(ctx, request);
  const parameters = await checkedPairs(ctx, { form, client, jkt });
  const reference = newReference().reveal();
  await insertPushed(ctx.db, {
    id: newId(),
    referenceHash: hashOf(reference),
    clientId: client.id,
    parameters,
    createdAt: ctx.now,
    expiresAt: after(ctx.now, LIFETIME),
  });
  return json({ request_uri: reference, expires_in: LIFETIME / 1000 }, { status: 201, headers });
}
