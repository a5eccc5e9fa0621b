import "server-only";
import { listTargets } from "@/lib/apis/store";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { isAlgorithm } from "@/lib/keys/rules";
import { exchangeToken } from "@/lib/tokens/exchanged/exchange";
import type { Issued } from "@/lib/tokens/oauth/issued";
import { provesItsKey } from "@/lib/verify/dpop/rules";
import type { GrantedScope } from "@/lib/verify/rules";
import { type Active, isMeantFor, verifyCredential } from "@/lib/verify/verify";
import { ceilingOf } from "../ceiling";
import { type AuthenticatedClient, invalidClient } from "../client-auth";
import type { Form } from "../form";
import type { ProvenClient } from "../proven-key";
import { narrowed, parseResources, parseScope, TARGET } from "../scope";
import { findClientById } from "../store";

const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
/** What can be asked for: the same token, by either of its names (RFC 8693 §3). */
const ISSUED_TYPES = [ACCESS_TOKEN, "urn:ietf:params:oauth:token-type:jwt"];

const invalid = (description: string, detail?: string): Refusal =>
  new Refusal("invalid_request", { description, detail });

/** The form of the request (RFC 8693 §2.1), and the type of token that it asks for. */
function checkedForm(form: Form): { token: string; issuedType: string } {
  const [token, type] = [form.get("subject_token"), form.get("subject_token_type")];
  if (token === undefined || type === undefined) throw invalid("subject_token and subject_token_type are both needed");
  if (type !== ACCESS_TOKEN) throw invalid(`subject_token_type must be ${ACCESS_TOKEN}`);
  const [actor, actorType] = [form.get("actor_token"), form.get("actor_token_type")];
  if ((actor === undefined) !== (actorType === undefined))
    throw invalid("actor_token and actor_token_type go together or not at all");
  // Who acts is the client that authenticated: nobody else can be named.
  if (actor !== undefined) throw invalid("actor_token is not supported: the client itself acts");
  const issuedType = form.get("requested_token_type") ?? ACCESS_TOKEN;
  if (!ISSUED_TYPES.includes(issuedType))
    throw invalid(`requested_token_type must be one of ${ISSUED_TYPES.join(", ")}`);
  return { token, issuedType };
}

const UNUSABLE = "the subject_token is unknown, expired, revoked, or of another kind than its type says";

type Subject = Active & { kind: "access" | "personal" };

/**
 * The token that stands behind the new one. One of another company is like one that never was. What was exchanged is not
 * exchanged again, so no chain of actors comes about (RFC 8693 §4.1).
 */
async function provenSubject(ctx: Context, client: AuthenticatedClient, token: string): Promise<Subject> {
  const verdict = await verifyCredential(ctx, { scheme: "bearer", token });
  if (!verdict.active) throw invalid(UNUSABLE, verdict.reason);
  if (verdict.company.id !== client.companyId) throw invalid(UNUSABLE, "another company");
  const { kind } = verdict;
  if (kind === "exchanged") throw invalid("a token that was exchanged cannot be exchanged again");
  if (kind === "legacy") throw invalid(UNUSABLE, kind);
  return { ...verdict, kind };
}

/**
 * Whose token it is to exchange (RFC 8693 §2.1 leaves it to us): an access token is its client's, and the API's that it was
 * sent to. A personal token was given to no client.
 */
function requireHolder(subject: Subject, { id, resourceServer }: AuthenticatedClient): void {
  const isOwn = subject.client === null || subject.client.id === id;
  if (isOwn || (resourceServer !== null && isMeantFor(subject, resourceServer))) return;
  throw new Refusal("unauthorized_client", {
    description: "the subject_token was given to another client, and is not meant for the API that this client is",
  });
}

/** A bound token is worth nothing without its key, here as anywhere (RFC 9449 §7). */
function requireProof(subject: Subject, proven: string | null): void {
  if (!provesItsKey(subject, proven))
    throw invalid("the subject_token is bound to a key, which this request does not prove to hold");
}

/** A client that acts for itself is one that an administrator lets act. */
function requireStanding({ grantType, standing }: AuthenticatedClient): void {
  if (grantType === "client_credentials" && !standing)
    throw new Refusal("unauthorized_client", {
      description: "the access of this client was withdrawn: an administrator can restore it",
    });
}

type Wanted = { scopes: string[] | null; resources: string[] | null };

/** `audience` names an API as `resource` does (RFC 8693 §2.1): by the address that its tokens carry. */
function wantedOf(form: Form): Wanted {
  const audience = form.get("audience");
  const resources = parseResources([...form.all("resource"), ...(audience === undefined ? [] : [audience])]);
  return { scopes: parseScope(form.get("scope")), resources };
}

const ONE_TARGET = { description: "one token is for one API: name it as resource" };

/** What the subject may do at this moment and the client too, at the APIs that a token can be exchanged for. */
async function allowedTo(ctx: Context, { id }: AuthenticatedClient, subject: Subject): Promise<GrantedScope[]> {
  const client = await findClientById(ctx.db, id);
  if (!client) throw invalidClient("gone");
  const ceiling = await ceilingOf(ctx, client);
  return subject.scopes.filter((scope) =>
    ceiling.some(({ key: own, api }) => own === scope.key && api.audience === scope.audience),
  );
}

/** The contexts of the one API that the token will be for. */
async function granted(ctx: Context, client: AuthenticatedClient, subject: Subject, wanted: Wanted) {
  const targets = await listTargets(ctx.db, client.companyId);
  const { resources } = wanted;
  if (resources?.some((resource) => !targets.some(({ audience }) => audience === resource)))
    throw new Refusal("invalid_target", TARGET);
  if ((resources?.length ?? 1) > 1) throw new Refusal("invalid_target", ONE_TARGET);
  const allowed = (await allowedTo(ctx, client, subject)).filter((scope) =>
    targets.some(({ audience }) => audience === scope.audience),
  );
  const { scopes, audience } = narrowed(allowed, wanted);
  const [target, another] = targets.filter((one) => audience.includes(one.audience));
  if (!target || another) throw new Refusal("invalid_target", ONE_TARGET);
  const algorithm = isAlgorithm(target.signingAlgorithm) ? target.signingAlgorithm : "ES256";
  return { scopes, target: { audience: target.audience, algorithm } };
}

/**
 * Exchanges a personal token or an access token for a JWT of five minutes (RFC 8693 §2): for one API, with contexts that
 * the token has and the client may have, and with an end that is the token's own. So a service can call another for the
 * person whose token it was sent, and hands on nothing that lasts.
 * @throws Refusal invalid_request: malformed, or the subject token is no good (§2.2.2); unauthorized_client: it is not this
 * client's to exchange; invalid_target: not exactly one API of the company; invalid_scope
 */
export async function tokenExchange(ctx: Context, client: ProvenClient, form: Form): Promise<Issued> {
  const { token, issuedType } = checkedForm(form);
  const wanted = wantedOf(form);
  requireStanding(client);
  const subject = await provenSubject(ctx, client, token);
  requireHolder(subject, client);
  const { dpopJkt } = client;
  requireProof(subject, dpopJkt);
  const { scopes, target } = await granted(ctx, client, subject, wanted);
  const issued = await exchangeToken(ctx, {
    client,
    parent: { kind: subject.kind, token, subjectId: subject.subject.id, endsAt: subject.expiresAt },
    scopes,
    target,
    details: subject.details?.filter(({ context }) => scopes.includes(context)) ?? null,
    dpopJkt,
  });
  if (!issued) throw invalid(UNUSABLE, "ends now");
  return { ...issued, extra: { issued_token_type: issuedType } };
}
