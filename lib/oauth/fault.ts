import { type FailureEndpoint, type FailureReason, isReason } from "@/lib/clients/failures/rules";
import type { Refusal, RefusalName } from "@/lib/errors";

/** What a refused request was wrong about. */
export type Fault = Readonly<{ parameter: string | null; reason: FailureReason | null }>;

/** Ordinary turns of a conversation, the caller's own limits, and what the person decided: nothing there is to mend. */
const NO_FAULT: readonly RefusalName[] = [
  "access_denied",
  "login_required",
  "consent_required",
  "authorization_pending",
  "slow_down",
  "use_dpop_nonce",
  "dpop_nonce_required",
  "too_many_attempts",
  "too_many_requests",
];

const SYSTEM = 500;

/** Whether the makers of the client can mend it: no fault of ours, and none that passes by itself. */
export const isFault = ({ name, status }: Refusal): boolean => status < SYSTEM && !NO_FAULT.includes(name);

const BY_NAME: Partial<Record<RefusalName, string>> = {
  invalid_redirect_uri: "redirect_uri",
  invalid_scope: "scope",
  invalid_target: "resource",
  unsupported_response_type: "response_type",
  unsupported_grant_type: "grant_type",
  invalid_client: "client_authentication",
  invalid_authorization_details: "authorization_details",
  request_not_supported: "request",
  request_uri_not_supported: "request_uri",
  invalid_request_uri: "request_uri",
  unsupported_media_type: "content-type",
  invalid_dpop_proof: "dpop",
};

const BY_REASON: Partial<Record<FailureReason, string>> = {
  other_redirect_uri: "redirect_uri",
  wrong_verifier: "code_verifier",
  other_key: "dpop",
};

const NAMED_FIRST = /^([a-z_]+) /;
/** Words that begin a description and name no parameter. */
const NO_PARAMETER = /^(a|an|the|this|that|send|too|nothing|no)$/;

/**
 * The parameter at fault, by the refusal's name, by the reason that only our log has, or because our descriptions begin
 * with the parameter that they are about.
 */
export function faultOf({ name, detail, description }: Refusal, endpoint: FailureEndpoint, grantType?: string): Fault {
  const reason = isReason(detail) ? detail : null;
  if (name === "invalid_grant") {
    const presented = grantType === "refresh_token" ? "refresh_token" : "code";
    return { parameter: (reason && BY_REASON[reason]) ?? presented, reason };
  }
  if (name === "unauthorized_client")
    return { parameter: endpoint === "token" ? "grant_type" : "response_type", reason };
  const named = name === "invalid_request" ? (NAMED_FIRST.exec(description)?.[1] ?? null) : null;
  const parameter = BY_NAME[name] ?? (named && !NO_PARAMETER.test(named) ? named : null);
  return { parameter, reason };
}

/** Of these the value is kept, as it lets nobody in and tells nothing of a person. */
const SHOWN = [
  "client_id",
  "redirect_uri",
  "scope",
  "resource",
  "response_type",
  "response_mode",
  "grant_type",
  "code_challenge_method",
  "prompt",
  "max_age",
  "ui_locales",
];

export const isShown = (parameter: string): boolean => SHOWN.includes(parameter);
