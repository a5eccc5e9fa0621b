import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { type ReadDocument, readDocument } from "./document";
import { isAbandoned } from "./rules";
import { type DocumentRow, updateDescribed, updateUnverified } from "./store";

/** What a person sees or trusts of it: a change of these stands in the log. */
const TOLD = ["name", "redirectUris", "isPublic", "authMethod", "siteUrl", "privacyPolicyUrl", "licenceUrl"] as const;
type Told = (typeof TOLD)[number];

const isSame = (before: unknown, now: unknown): boolean => JSON.stringify(before) === JSON.stringify(now);

const linesOf = (row: DocumentRow, described: ReadDocument["described"], fields: readonly Told[]) =>
  Object.fromEntries(
    fields.flatMap((field) => [
      [`${field}.before`, row[field]],
      [`${field}.after`, described[field]],
    ]),
  );

async function write(ctx: Context, row: DocumentRow, read: ReadDocument): Promise<void> {
  const { described } = read;
  // Of several that read it at once, one writes.
  if (!(await updateDescribed(ctx.db, row, read))) return;
  const changed = TOLD.filter((field) => !isSame(row[field], described[field]));
  if (changed.length === 0) return;
  const system: Context = { ...ctx, actor: { kind: "system" } };
  const target = { kind: "client", id: row.id, name: described.name };
  const { companyId } = row;
  await record(system, { action: "client.updated", companyId, target, details: linesOf(row, described, changed) });
  const isOther = changed.includes("name") || changed.includes("redirectUris");
  if (isOther && (await updateUnverified(ctx.db, row.id)))
    await record(system, { action: "client.unverified", companyId, target });
}

/**
 * Brings a client up to date with its document. What an administrator has checked is checked no more when its name or
 * its callback URLs are others. A document that cannot be read, or is not good any more, counts for one more day as it
 * was: its host may be away for a while, but nobody lives on a document that is gone.
 * @throws Refusal invalid_client_document
 */
export async function renewed(ctx: Context, row: DocumentRow, read?: ReadDocument): Promise<void> {
  let document = read;
  try {
    document ??= await readDocument(ctx, row.documentUrl ?? "");
  } catch (error) {
    if (error instanceof Refusal && !isAbandoned(row, ctx.now)) return;
    throw error;
  }
  const found = document;
  await inTransaction(ctx, (tx) => write(tx, row, found));
}
