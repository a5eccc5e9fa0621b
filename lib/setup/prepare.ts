import "server-only";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { issuerUrl } from "@/lib/env";
import { writeBootstrapToken } from "./bootstrap-token";
import { requireKnownKeys } from "./keys";
import { setUpBySettings } from "./machine";
import { ensureInstallation, updateSetupCode } from "./store";

/**
 * What every start does about the set-up, once the system APIs are there: the settings set up what they ask for, and
 * while nothing is set up there is a new code, which makes the one of the last start void.
 * @returns the set-up link, or null once the installation is set up
 * @throws SetUpProblem
 */
export async function prepareInstallation(ctx: Context): Promise<string | null> {
  await ensureInstallation(ctx.db);
  await requireKnownKeys(ctx);
  await setUpBySettings(ctx);
  await writeBootstrapToken(ctx);
  const code = newCredential("setup").reveal();
  const isOpen = (await updateSetupCode(ctx.db, hashOf(code))) === 1;
  return isOpen ? `${issuerUrl()}/setup?code=${code}` : null;
}
