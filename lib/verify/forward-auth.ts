import "server-only";
import { type Details, detailsAt } from "@/lib/apis/details";
import type { Context } from "@/lib/context";
import { empty } from "@/lib/doors/answer";
import { Refusal } from "@/lib/errors";
import type { Call } from "./dpop/rules";
import { heldCall } from "./held-call";
import { notices, requireCredential } from "./require";
import { scopesAt } from "./verify";

type Rules = { audience: string; scopes: string[]; call: Call | null };

const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/;

/**
 * The rules stand in the proxy's own configuration, never in what the client sent. The audience must be named: a proxy
 * that takes any good credential would let in those of another company, or of another API (RFC 9700 §2.3).
 */
function rulesOf(request: Request): Rules {
  const query = request.url.includes("?") ? new URL(request.url).searchParams : new URLSearchParams();
  const [audience, ...more] = query.getAll("audience");
  if (!audience || more.length > 0)
    throw new Refusal("invalid_request", { description: "name the API behind the proxy: /api/verify?audience=..." });
  const scope = query.getAll("scope").join(" ");
  if (scope !== "" && !SCOPE.test(scope)) throw new Refusal("invalid_scope");
  return { audience, scopes: scope === "" ? [] : scope.split(" "), call: heldCall(request, audience, query) };
}

/** JSON that fits in a header (RFC 9110 §5.5): every character beyond ASCII in its escape (RFC 8259 §7). */
const inAscii = (details: Details): string =>
  details === null
    ? ""
    : JSON.stringify(details).replace(
        /[^\x20-\x7e]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );

/**
 * `/api/verify`: a proxy asks whether the call that it holds may pass (nginx `auth_request` and its like). Any method,
 * as each proxy sends another; the answer is headers alone and never a redirect.
 *
 * All six identity headers are always there, empty where there is nothing to say, so that a proxy that copies them
 * overwrites whatever the client made up. Values are identifiers in ASCII, and one is JSON in ASCII.
 *
 * @throws Refusal missing_token, invalid_token, insufficient_scope, dpop_proof_refused, dpop_nonce_required;
 * invalid_request when the rules are wrong
 */
export async function forwardAuth(ctx: Context, request: Request): Promise<Response> {
  const rules = rulesOf(request);
  const verdict = await requireCredential(ctx, request, { ...rules, bodyless: true });
  return empty(200, {
    "x-postern-kind": verdict.kind,
    "x-postern-subject": verdict.subject.id,
    "x-postern-client": verdict.client?.key ?? "",
    "x-postern-company": verdict.company.id,
    "x-postern-scopes": scopesAt(verdict, rules.audience).join(" "),
    "x-postern-authorization-details": inAscii(detailsAt(verdict.details, rules.audience)),
    ...notices(verdict),
  });
}
