import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newId } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { asRefusal } from "@/lib/doors/refuse";
import { Refusal } from "@/lib/errors";
import { allow } from "@/lib/grants/allow";
import { ceilingOf } from "../ceiling";
import { requirePerson } from "../consent";
import { isCsrfToken } from "../csrf";
import { errorPage } from "../error-page";
import { readForm } from "../form";
import { requireOwnOrigin } from "../own-origin";
import { seeOther } from "../redirect";
import { isRequestId } from "../rules";
import { insertCode, isMember } from "../store";
import { DEVICE_CHALLENGE, unknownUserCode, whyNotDecidable } from "./rules";
import { claimDeviceDecision, findDevice } from "./store";

export type DeviceDecision = Readonly<{ request: string; decision: "allow" | "deny"; csrf: string }>;

type Claimed = NonNullable<Awaited<ReturnType<typeof findDevice>>>;
type Decider = ReturnType<typeof requirePerson>;

/** Takes the request's one decision for this session, or says why it cannot be had. */
async function claimed(ctx: Context, { request: id, decision }: DeviceDecision, sessionId: string): Promise<Claimed> {
  const { db, now } = ctx;
  const isMine = await claimDeviceDecision(db, { id, sessionId, now, isAllowed: decision === "allow" });
  const request = await findDevice(db, id);
  if (!isMine || !request) throw whyNotDecidable(request, sessionId, now) ?? unknownUserCode("lost a race");
  if (request.client.disabledAt || request.client.removedAt) throw new Refusal("unknown_client");
  return request;
}

async function denied(ctx: Context, { client, scopes }: Claimed): Promise<void> {
  await record(ctx, {
    action: "grant.denied",
    companyId: client.companyId,
    target: { kind: "client", id: client.id, name: client.name },
    details: { scopes },
  });
}

/** The grant, and the code that the device redeems: an authorization code under the hash of the device's own. */
async function allowed(ctx: Context, request: Claimed, { userId, authenticatedAt }: Decider): Promise<void> {
  const { client, deviceCodeHash: codeHash, audience, dpopJkt, expiresAt } = request;
  if (!(await isMember(ctx.db, userId, client.companyId)))
    throw new Refusal("forbidden", { description: "only members of the company can allow access to its data" });
  // What the request asked, less what has been taken from the client since: never what the form says.
  const ceiling = new Set((await ceilingOf(ctx, client)).map(({ key }) => key));
  const scopes = request.scopes.filter((scope) => ceiling.has(scope));
  if (scopes.length === 0)
    throw new Refusal("invalid_scope", { description: "nothing that was asked for is offered any more" });
  const grantId = await allow(ctx, { client, userId, scopes });
  const bound = { grantId, clientId: client.id, userId, scopes, audience, dpopJkt, authenticatedAt };
  await insertCode(ctx.db, {
    ...bound,
    codeHash,
    familyId: newId(),
    // A device has no address to be sent to, and no verifier: its code is bound by the client and by being 256 bits long.
    redirectUri: "",
    codeChallenge: DEVICE_CHALLENGE,
    details: request.details as AuthorizationDetail[] | null,
    nonce: null,
    createdAt: ctx.now,
    expiresAt,
  });
}

/**
 * What the signed-in person decides about a device's request: once, in the session that typed its code, and with grant,
 * code and log in one transaction.
 *
 * @throws Refusal sign_in_required; wrong_origin when the form is not the one that this session was given;
 * invalid_user_code, not_your_request, unknown_client as for `readDevice`; forbidden when somebody who is not of the
 * client's company allows; invalid_scope when nothing of it is offered any more
 */
export async function decideDevice(given: Context, decided: DeviceDecision): Promise<void> {
  const person = requirePerson(given);
  const { sessionId } = person;
  const { request: id, csrf, decision } = decided;
  if (!isRequestId(id)) throw unknownUserCode("malformed");
  if (!isCsrfToken({ sessionId, requestId: id }, csrf)) throw new Refusal("wrong_origin", { detail: "csrf" });
  await inTransaction(given, async (ctx) => {
    const request = await claimed(ctx, decided, sessionId);
    return decision === "allow" ? allowed(ctx, request, person) : denied(ctx, request);
  });
}

async function decisionIn(request: Request): Promise<DeviceDecision> {
  const form = await readForm(request);
  const decision = form.get("decision");
  if (decision !== "allow" && decision !== "deny") throw new Refusal("invalid_request");
  return { request: form.get("request") ?? "", csrf: form.get("csrf") ?? "", decision };
}

/**
 * `POST /oauth/device/decide`: the form of the device's page, answered with 303 to the page that sends the person back to
 * their device. A person reads its refusals, so they are pages.
 */
export async function decideByForm(ctx: Context, request: Request): Promise<Response> {
  try {
    requireOwnOrigin(request);
    const decided = await decisionIn(request);
    await decideDevice(ctx, decided);
    return seeOther(`/device/done?${new URLSearchParams({ decision: decided.decision })}`);
  } catch (error) {
    const { requestId } = ctx.origin;
    return errorPage(asRefusal(error, requestId), request, { requestId });
  }
}
