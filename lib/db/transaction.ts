import "server-only";
import type { Context } from "@/lib/context";
import { seconds } from "@/lib/duration";
import { Prisma } from "@/lib/generated/prisma/client";

const ATTEMPTS = 4;

/**
 * A serialisation failure (SQLSTATE 40001), or a deadlock that the server ended (40P01). A model query tells both as
 * P2034, a raw statement as P2010 with the SQLSTATE in its text alone, and the commit as the driver's own error.
 */
function isConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError)
    return error.code === "P2034" || (error.code === "P2010" && /Code: `(40001|40P01)`/.test(error.message));
  if (!(error instanceof Error) || error.name !== "DriverAdapterError") return false;
  return (error.cause as { kind?: string } | undefined)?.kind === "TransactionWriteConflict";
}

/**
 * Runs `work` in one transaction: in the one that is open, or in a new one, tried again when the database reports a
 * serialisation conflict. `work` may therefore run more than once and must have no effect outside the database.
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  const { db } = ctx;
  if (!("$transaction" in db)) return work(ctx);
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction((tx) => work({ ...ctx, db: tx }), { timeout: seconds(10), maxWait: seconds(5) });
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 5 * (1 + Math.random())));
    }
  }
}
