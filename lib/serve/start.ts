import "server-only";
import { ensureSystemApis } from "@/lib/apis/system";
import { builtBasePath } from "@/lib/base-path";
import { closeQuietSecrets } from "@/lib/clients/close-quiet";
import { removeUnusedClients } from "@/lib/clients/described/remove-unused";
import type { Context } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { database } from "@/lib/db/database";
import { DatabaseProblem } from "@/lib/db/problem";
import { hours } from "@/lib/duration";
import { basePath, env, settingsProblems } from "@/lib/env";
import { renewKeys } from "@/lib/keys/renew";
import { later } from "@/lib/later";
import { log } from "@/lib/log";
import { sweepExpired } from "@/lib/oauth/sweep";
import { oncePerProcess } from "@/lib/runtime";
import { prepareInstallation } from "@/lib/setup/prepare";
import { SetUpProblem } from "@/lib/setup/problem";
import { serveInFront } from "./front";
import { openGate } from "./gate";
import { stopCleanlyOnSignals } from "./stop";

/** A start that cannot go on says why in sentences, whatever the log level; the rest is for the log. */
function endWith(sentences: string): never {
  process.stderr.write(`\n${sentences}\n`);
  process.exit(1);
}

function requireSettings(): void {
  const problems = settingsProblems();
  if (problems.length > 0) endWith(`These settings need attention (see .env.example):\n  ${problems.join("\n  ")}`);
  if (builtBasePath() !== basePath())
    endWith(
      `The build was made for the path "${builtBasePath() || "/"}", and POSTERN_URL has "${basePath() || "/"}": ` +
        "run `npm run build` with the POSTERN_URL of now, or start with `npm start`.",
    );
}

function sentenceOf(error: unknown): string {
  if (error instanceof DatabaseProblem || error instanceof SetUpProblem) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `Postern could not start: ${reason}\nSet LOG_LEVEL=debug for the details.`;
}

async function systemContext(): Promise<Context> {
  const { prisma: db } = await database();
  const origin = { requestId: newOpaqueId(), ip: null, userAgent: null };
  return { db, now: new Date(), actor: { kind: "system" }, origin, later };
}

/** @returns the set-up link while nothing is set up */
async function prepare(): Promise<string | null> {
  const ctx = await systemContext();
  await ensureSystemApis(ctx.db);
  if (env().POSTERN_DEMO === "on") {
    const { seedSamples } = await import("@/prisma/seed");
    await seedSamples(ctx);
  }
  return prepareInstallation(ctx);
}

const sweep = async (): Promise<void> => {
  const { prisma } = await database();
  await sweepExpired(prisma, new Date());
};

const removeUnused = async (): Promise<void> => void (await removeUnusedClients(await systemContext()));

const renew = async (): Promise<void> => {
  const { prisma: db } = await database();
  await renewKeys({ db, now: new Date() });
};

const closeQuiet = async (): Promise<void> => void (await closeQuietSecrets(await systemContext()));

/**
 * At start and every hour, what expired long ago is removed, clients that registered themselves and are of no use with it,
 * the signing keys that are due are made, and secrets close that were quiet for long enough. Each process may: the batches
 * are bounded and meet nobody, of a key that several make one is kept, and a secret closes once.
 */
function workHourly(): void {
  for (const work of [sweep, removeUnused, renew, closeQuiet]) {
    later(work);
    setInterval(() => later(work), hours(1)).unref();
  }
}

/** In development Next alone answers, as only it knows of edited files; headers are cleaned always. */
async function putFrontInPlace(): Promise<void> {
  const { NODE_ENV, POSTERN_FRONT } = env();
  if (NODE_ENV !== "production" || POSTERN_FRONT === "off") return serveInFront(new Map());
  const { TABLE } = await import("./table");
  serveInFront(TABLE);
}

async function start(): Promise<void> {
  requireSettings();
  stopCleanlyOnSignals();
  let link: string | null;
  try {
    link = await prepare();
  } catch (error) {
    log().debug({ err: error }, "the start failed");
    endWith(sentenceOf(error));
  }
  await putFrontInPlace();
  workHourly();
  openGate();
  // Plain, for a person: the log holds no secrets, and this one is of use to whoever reads the terminal.
  if (link)
    process.stdout.write(`\nSet up Postern with this link. It works once; a new start makes a new one:\n  ${link}\n\n`);
}

/**
 * Called once at start, before the first request is answered: settings, database, set-up, the paths in front of Next.
 * A start that cannot go on prints one sentence that says what to do, and ends the process with 1.
 */
export const startServing = (): Promise<void> => oncePerProcess("start", start);
