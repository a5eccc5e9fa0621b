import "server-only";
import type { OfferedScope } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { sameHash } from "@/lib/crypto/hash";
import { Refusal } from "@/lib/errors";
import { ceilingOf } from "../ceiling";
import { requirePerson } from "../consent";
import { csrfToken } from "../csrf";
import { isRequestId } from "../rules";
import { hasSessionEnded, isMember } from "../store";
import { unknownUserCode, whyNotDecidable } from "./rules";
import { findDevice } from "./store";
import { typedUserCode, userCodeHashes, writtenUserCode } from "./user-code";

export type DeviceScope = Pick<OfferedScope, "key" | "level" | "descriptions"> & { apiName: string };

/** What the page of a device's request shows. All that the client says of itself is text that its makers wrote. */
export type DeviceView = Readonly<{
  id: string;
  /** To be compared with what the device shows. */
  userCode: string;
  expiresAt: Date;
  client: {
    name: string;
    description: string;
    siteUrl: string | null;
    privacyPolicyUrl: string | null;
    licenceUrl: string | null;
  };
  /** The company whose API it is about, and whose member the person must be to allow anything. */
  company: { name: string };
  person: { name: string; email: string };
  isMember: boolean;
  /** What it could do; what changes data first. Empty: nothing of it is offered any more. */
  scopes: DeviceScope[];
  csrf: string;
}>;

type Asked = Readonly<{
  id: string;
  /** The code that the address names: only its hash is stored. */
  typed: string;
}>;

/** The waiting request of this session behind the address, and its code; null: this session has yet to type it. */
async function ownRequest({ db, now }: Context, { id, typed }: Asked, sessionId: string) {
  const code = typedUserCode(typed);
  const request = code && isRequestId(id) ? await findDevice(db, id) : null;
  if (!code || !request) throw unknownUserCode("not there");
  const { sessionId: holder, userCodeHash: stored, client } = request;
  if (!userCodeHashes(code).some((hash) => sameHash(hash, stored))) throw unknownUserCode("another code");
  const problem = whyNotDecidable(request, sessionId, now);
  if (problem?.name === "not_your_request" && (holder === null || (await hasSessionEnded(db, holder, now))))
    return null;
  if (problem) throw problem;
  if (client.disabledAt || client.removedAt) throw new Refusal("unknown_client");
  return { request, userCode: writtenUserCode(code) };
}

const writeFirst = (a: DeviceScope, b: DeviceScope): number => Number(a.level === "read") - Number(b.level === "read");

/**
 * What a signed-in person is asked by a device, once their session has typed its code. Reading claims nothing.
 * @returns null when nobody has typed it yet, or somebody whose session has ended
 * @throws Refusal sign_in_required; invalid_user_code when it is over, answered, or another's than the request's;
 * not_your_request when another session typed it; unknown_client when the client was disabled meanwhile
 */
export async function readDevice(ctx: Context, asked: Asked): Promise<DeviceView | null> {
  const person = requirePerson(ctx);
  const { userId, sessionId } = person;
  const own = await ownRequest(ctx, asked, sessionId);
  if (!own) return null;
  const { id, client, scopes, expiresAt } = own.request;
  const [ceiling, member] = await Promise.all([ceilingOf(ctx, client), isMember(ctx.db, userId, client.companyId)]);
  const { name, description, siteUrl, privacyPolicyUrl, licenceUrl, company } = client;
  return {
    id,
    userCode: own.userCode,
    expiresAt,
    client: { name, description, siteUrl, privacyPolicyUrl, licenceUrl },
    company,
    person: { name: person.name, email: person.email },
    isMember: member,
    scopes: ceiling
      .filter(({ key }) => scopes.includes(key))
      .map(({ key, level, descriptions, api }) => ({ key, level, descriptions, apiName: api.name }))
      .sort(writeFirst),
    csrf: csrfToken({ sessionId, requestId: id }),
  };
}
