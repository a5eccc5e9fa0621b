import "server-only";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { after, days } from "@/lib/duration";
import { erp } from "./seed/erp";
import { fax } from "./seed/fax";
import { loadSample } from "./seed/load";
import { maintenance } from "./seed/maintenance";
import type { Sample } from "./seed/sample";
import { telemetry } from "./seed/telemetry";

export const SAMPLES: readonly Sample[] = [maintenance, erp, fax, telemetry];

/** Whoever set the installation up before the samples came looks after them too. */
async function insertOwners({ db, now }: Context, companyId: string): Promise<void> {
  const event = await db.auditEvent.findFirst({
    where: { action: "company.set_up" },
    select: { companyId: true },
    orderBy: { at: "asc" },
  });
  if (!event?.companyId) return;
  const where = { companyId: event.companyId, role: "owner" };
  const owners = await db.membership.findMany({ where, select: { userId: true } });
  const data = owners.map(({ userId }) => ({ companyId, userId, role: "owner", createdAt: now }));
  await db.membership.createMany({ data, skipDuplicates: true });
}

async function seedSample(ctx: Context, sample: Sample): Promise<boolean> {
  const { companyId: id, name, apiUrl } = sample;
  return inTransaction(ctx, async (tx) => {
    // The row claims the sample: of several processes, and of several starts, one loads it.
    const company = { id, name, apiUrl, createdAt: after(tx.now, -days(600)) };
    const { count } = await tx.db.company.createMany({ data: [company], skipDuplicates: true });
    if (count === 0) return false;
    await insertOwners(tx, id);
    await loadSample(tx, sample);
    return true;
  });
}

/**
 * Loads the sample companies that are not there, each in one transaction, for `npm run demo`. What somebody changed in
 * one that is there stays as it is.
 * @returns how many were loaded
 */
export async function seedSamples(ctx: Context): Promise<number> {
  let loaded = 0;
  for (const sample of SAMPLES) if (await seedSample(ctx, sample)) loaded++;
  return loaded;
}
