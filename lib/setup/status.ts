import "server-only";
import type { Context } from "@/lib/context";
import { hashesOf } from "@/lib/crypto/hash";
import { Refusal } from "@/lib/errors";
import { countSetupCode, findInstallation } from "./store";

type Asking = Pick<Context, "db">;

/** Whether the first company was made. Never turns back. */
export async function isSetUp({ db }: Asking): Promise<boolean> {
  return Boolean((await findInstallation(db))?.setUpAt);
}

/**
 * For everything that belongs to the set-up.
 * @throws Refusal setup_closed
 */
export async function requireNotSetUp(ctx: Asking): Promise<void> {
  if (await isSetUp(ctx)) throw new Refusal("setup_closed");
}

/**
 * For the set-up page: whether the link that brought the reader is the one that counts. A link from an earlier start,
 * or from another process's start, does not: the last one printed does.
 * @throws Refusal setup_closed once the installation is set up
 */
export async function isSetUpCode(ctx: Asking, code: string | undefined): Promise<boolean> {
  await requireNotSetUp(ctx);
  return Boolean(code) && (await countSetupCode(ctx.db, hashesOf(code ?? ""))) === 1;
}
