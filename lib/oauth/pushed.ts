import "server-only";
import { randomBytes } from "node:crypto";
import type { Context } from "@/lib/context";
import { hashesOf } from "@/lib/crypto/hash";
import { Secret } from "@/lib/crypto/secret";
import { Refusal } from "@/lib/errors";
import type { Form } from "./form";
import { type Parameters, parametersOf } from "./parameters";
import { claimPushed, findPushed } from "./store";

/** A request that its client pushed before (RFC 9126), opened by its reference. */
export type Pushed = Readonly<{ id: string; parameters: Parameters }>;

/** RFC 9126 §2.2: a reference of our own making. Any other `request_uri` would have to be fetched, and is refused. */
const REFERENCE = /^urn:ietf:params:oauth:request_uri:[A-Za-z0-9_-]{43}$/;
const PREFIX = "urn:ietf:params:oauth:request_uri:";

/** 256 random bits: who does not have it cannot find it (RFC 9126 §7.1). */
export const newReference = (): Secret => new Secret(PREFIX + randomBytes(32).toString("base64url"));

const unusable = (detail: string): Refusal =>
  new Refusal("invalid_request_uri", { description: "the request_uri is unknown, has expired or was used", detail });

/**
 * The pushed request that `sent` refers to; null: it refers to none. What stands beside the reference counts for nothing
 * (RFC 9126 §4, RFC 9101 §6.3). Unknown, expired, used and another client's are the same.
 * @throws Refusal invalid_request_uri
 */
export async function pushedRequest(
  { db, now }: Pick<Context, "db" | "now">,
  { one }: Parameters,
  { id: clientId }: { id: string },
): Promise<Pushed | null> {
  const reference = one("request_uri");
  if (!reference?.startsWith(PREFIX)) return null;
  if (!REFERENCE.test(reference)) throw unusable("malformed");
  const row = await findPushed(db, { hashes: hashesOf(reference), clientId, now });
  if (!row) throw unusable("not there");
  return { id: row.id, parameters: parametersOf(new URLSearchParams(row.parameters as [string, string][])) };
}

/**
 * Spends a pushed request, in the transaction that stores the answer that it leads to: there is one, however often the
 * reference was opened (RFC 9126 §7.3).
 * @throws Refusal invalid_request_uri: another answer came first
 */
export async function spendPushed({ db, now }: Pick<Context, "db" | "now">, id: string): Promise<void> {
  if (!(await claimPushed(db, id, now))) throw unusable("used");
}

/** Named one by one, so that no secret of the client is ever kept with its request. */
const KEPT = [
  "response_type",
  "response_mode",
  "redirect_uri",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
  "prompt",
  "max_age",
  "ui_locales",
  "nonce",
  "login_hint",
  "id_token_hint",
  "resource",
  "authorization_details",
  "request",
  "dpop_jkt",
];

/** What a form asks, as names and values. The client is the one that authenticated, named in the form or not. */
export const pairsOf = (form: Form, clientKey: string): [string, string][] => [
  ["client_id", clientKey],
  ...KEPT.flatMap((name) => [...new Set(form.all(name))].map((value): [string, string] => [name, value])),
];
