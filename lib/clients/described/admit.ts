import "server-only";
import { record } from "@/lib/audit/record";
import { type Admission, admissionOf } from "@/lib/companies/security/rules";
import type { AgentRules } from "@/lib/companies/security/store";
import type { Context } from "@/lib/context";
import { newId, newKey } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { type ReadDocument, readDocument } from "./document";
import { spendDescription } from "./limit";
import { renewed } from "./renew";
import { isStale } from "./rules";
import { type DocumentRow, findDocumentClient, insertDescribed, updateAdmitted, updateReturned } from "./store";

type Asked = Readonly<{ url: string; company: AgentRules }>;
type Entry = Readonly<{ groupId: string; admission: Admission }>;

const refused = (): Refusal =>
  new Refusal("agents_not_admitted", { description: "the company does not take clients from this host" });

const since = ({ admission }: Entry, now: Date): Date | null => (admission === "ask" ? now : null);

async function recordRegistered(ctx: Context, { url, company }: Asked, { id, name }: { id: string; name: string }) {
  await record(ctx, {
    action: "client.registered",
    companyId: company.id,
    target: { kind: "client", id, name },
    details: { key: url },
  });
}

async function insert(ctx: Context, asked: Asked, { groupId, ...entry }: Entry): Promise<void> {
  const { described, dates } = await readDocument(ctx, asked.url);
  await inTransaction(ctx, async (tx) => {
    const made = { ...described, id: newId(), key: newKey(), companyId: asked.company.id, createdAt: tx.now };
    const document = { ...dates, documentUrl: asked.url, awaitsApprovalSince: since({ groupId, ...entry }, tx.now) };
    const row = { ...made, permissionGroupId: groupId, origin: "document" as const };
    if (await insertDescribed(tx.db, row, document)) await recordRegistered(tx, asked, made);
  });
}

/** One that was removed comes as if for the first time: removing forgets a client, disabling keeps it out. */
async function comeBack(ctx: Context, asked: Asked, row: DocumentRow, entry: Entry): Promise<void> {
  const read: ReadDocument = await readDocument(ctx, asked.url);
  const { groupId: permissionGroupId } = entry;
  await inTransaction(ctx, async (tx) => {
    const anew = { permissionGroupId, awaitsApprovalSince: since(entry, tx.now) };
    if (!(await updateReturned(tx.db, row, anew))) return;
    await renewed(tx, { ...row, removedAt: null }, read);
    await recordRegistered(tx, asked, { id: row.id, name: read.described.name });
  });
}

/** The row of the document, made or renewed where that is due. */
async function currentRow(ctx: Context, asked: Asked, entry: Entry): Promise<DocumentRow> {
  const { url, company } = asked;
  const known = await findDocumentClient(ctx.db, company.id, url);
  if (known && !known.removedAt && (known.disabledAt || !isStale(known, ctx.now))) return known;
  if (!known || known.removedAt) {
    await spendDescription(ctx, "client-document");
    if (known) await comeBack(ctx, asked, known, entry);
    else await insert(ctx, asked, entry);
  } else await renewed(ctx, known);
  const row = await findDocumentClient(ctx.db, company.id, url);
  if (!row) throw new Error("a client with a document vanished");
  return row;
}

/**
 * The client whose client_id is the address of a document, at a company that takes it: made when it comes for the first
 * time, and its document read again when that is due. A company that does not take it has nothing fetched for it.
 *
 * @throws Refusal agents_not_admitted; invalid_client_document; client_awaits_approval: an administrator has to let it
 *   in first, and finds it under OAuth users; too_many_requests
 */
export async function admitDocument(ctx: Context, asked: Asked): Promise<DocumentRow> {
  const { url, company } = asked;
  const { host } = new URL(url);
  const admission = admissionOf(company, host);
  const groupId = company.agentGroupId;
  if (admission === "refused" || groupId === null) throw refused();
  const row = await currentRow(ctx, asked, { groupId, admission });
  if (row.awaitsApprovalSince === null) return row;
  if (admission === "ask")
    throw new Refusal("client_awaits_approval", { description: "an administrator has not let this client in yet" });
  await updateAdmitted(ctx.db, row.id);
  return { ...row, awaitsApprovalSince: null };
}
