import "server-only";
import { admitDocument } from "@/lib/clients/described/admit";
import { renewed } from "@/lib/clients/described/renew";
import { documentUrlProblem, isStale } from "@/lib/clients/described/rules";
import { type DocumentRow, findDocumentClient, findDocumentClientById } from "@/lib/clients/described/store";
import { admissionOf } from "@/lib/companies/security/rules";
import { type AgentRules, findAgentRules, listOwnersOfApis, listWithAgents } from "@/lib/companies/security/store";
import type { Context } from "@/lib/context";
import { hashesOf } from "@/lib/crypto/hash";
import { Refusal } from "@/lib/errors";
import { isOnDevelopersMachine } from "@/lib/outbound/network";
import { HOLDERS } from "./document-client-store";
import type { Form } from "./form";
import type { Parameters } from "./parameters";

/**
 * Clients whose client_id is the address of a document that describes them (OAuth client ID metadata documents). The
 * same document can be a client of several companies, a row each, so the company is found first: by the API that is
 * asked for, by what is presented, or because there is one alone that takes agents.
 */

/** No other client has an address for a name. */
export const isDocumentId = (clientId: string): boolean => /^https?:/i.test(clientId);

/** Whether any company takes them (#286). */
export const offersAgents = async ({ db }: Pick<Context, "db">): Promise<boolean> =>
  (await listWithAgents(db, 1)).length > 0;

type Held = { held: Partial<Record<keyof typeof HOLDERS, string | null | undefined>>; resources: readonly string[] };

/** The row that holds the code, the token or the pushed request of this request. */
async function holderRow({ db }: Context, url: string, { held }: Held): Promise<DocumentRow | null> {
  for (const [name, value] of Object.entries(held)) {
    if (!value) continue;
    const id = await HOLDERS[name as keyof typeof HOLDERS](db, hashesOf(value));
    const row = id === null ? null : await findDocumentClientById(db, id, url);
    if (row) return row;
  }
  return null;
}

/** The one company that is meant; `several` when the request leaves that open. */
async function companyOf({ db }: Context, { resources }: Held): Promise<AgentRules | "none" | "several"> {
  // A control character is in no audience, and a NUL would upset the database.
  const named = resources.filter((resource) => !/\p{Cc}/u.test(resource));
  const owners = named.length === 0 ? [] : await listOwnersOfApis(db, named);
  if (owners.length > 1) return "several";
  const [owner] = owners;
  if (owner !== undefined) return (await findAgentRules(db, owner)) ?? "none";
  const [only, another] = await listWithAgents(db, 2);
  return another ? "several" : (only ?? "none");
}

/** @throws Refusal agents_not_admitted, invalid_target */
async function requireCompany(ctx: Context, url: string, asked: Held): Promise<AgentRules> {
  const row = await holderRow(ctx, url, asked);
  const company = row ? await findAgentRules(ctx.db, row.companyId) : await companyOf(ctx, asked);
  if (company === null || company === "none")
    throw new Refusal("agents_not_admitted", { description: "no company here takes clients that describe themselves" });
  if (company === "several")
    throw new Refusal("invalid_target", {
      description: "name the API with resource: several companies here take such clients",
    });
  return company;
}

function requireDocumentUrl(url: string): void {
  const problem = documentUrlProblem(url, isOnDevelopersMachine());
  if (problem) throw new Refusal("invalid_client_document", { description: `client_id ${problem}` });
}

/**
 * The key under which the client of a document is stored, at the company that an authorization request is for. It is
 * made, or brought up to date with its document, on the way (§5, §6 of the draft).
 * @throws Refusal invalid_client_document, agents_not_admitted, client_awaits_approval, invalid_target,
 * too_many_requests: all of them before a redirection URI is proven, so they are told by a page of ours
 */
export async function admittedKey(ctx: Context, url: string, { one, resources }: Parameters): Promise<string> {
  requireDocumentUrl(url);
  const company = await requireCompany(ctx, url, { held: { request_uri: one("request_uri") }, resources });
  return (await admitDocument(ctx, { url, company })).key;
}

/**
 * Lets an agent in whose first request comes from itself: pushed (RFC 9126) or from a device (RFC 8628). It says there
 * what it would say at the authorization endpoint.
 * @throws Refusal as `admittedKey`
 */
export async function admitPushing(ctx: Context, form: Form): Promise<void> {
  const url = form.get("client_id");
  if (url === undefined || !isDocumentId(url)) return;
  requireDocumentUrl(url);
  const company = await requireCompany(ctx, url, { held: {}, resources: form.all("resource") });
  await admitDocument(ctx, { url, company });
}

/** It may get tokens at this moment: its company takes it, it waits for nobody, and its document counts. */
async function mayAct(ctx: Context, row: DocumentRow): Promise<boolean> {
  const company = await findAgentRules(ctx.db, row.companyId);
  if (!company || !row.documentUrl || row.awaitsApprovalSince) return false;
  if (admissionOf(company, new URL(row.documentUrl).host) === "refused") return false;
  try {
    if (!row.disabledAt && isStale(row, ctx.now)) await renewed(ctx, row);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const PRESENTED = ["code", "refresh_token", "token", "device_code"] as const satisfies (keyof typeof HOLDERS)[];

/**
 * The key under which the client is stored that a request to a token endpoint names; of a document by the code or token
 * that it presents, by the API that it names, or because one company alone takes agents. What names no client that may
 * act is given back as it is: that is nobody's key.
 */
export async function storedKey(ctx: Context, named: string, form: Form): Promise<string> {
  if (!isDocumentId(named)) return named;
  const held = Object.fromEntries(PRESENTED.map((name) => [name, form.get(name)]));
  const asked: Held = { held, resources: form.all("resource") };
  let row = await holderRow(ctx, named, asked);
  if (!row) {
    const company = await companyOf(ctx, asked);
    row = typeof company === "string" ? null : await findDocumentClient(ctx.db, company.id, named);
  }
  return row && !row.removedAt && (await mayAct(ctx, row)) ? row.key : named;
}
