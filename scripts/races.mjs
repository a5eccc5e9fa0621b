// `npm run races`: every race test a hundred times over, on both databases. Long, and so no part of `npm test`, which runs
// each once. POSTERN_RACE_ROUNDS says how often; a name after `--` narrows to the files that it is part of.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requirePrograms, run, say, startPostgres } from "./testing/machine.mjs";

const rounds = process.env.POSTERN_RACE_ROUNDS ?? "100";
const [only = ""] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "postern-races-"));

/** A round is quick, a hundred are not: no test is ended for its length. */
const UNLIMITED = ["--testTimeout=0", "--hookTimeout=0"];

function races(what, env = {}) {
  say(`races, ${rounds} rounds each, on ${what}`);
  const names = only === "" ? [".race.test."] : [only];
  const { ok } = run("npx", ["vitest", "run", "--reporter=verbose", ...UNLIMITED, ...names], {
    env: { POSTERN_RACE_ROUNDS: rounds, ...env },
  });
  if (!ok) process.exitCode = 1;
}

requirePrograms(["postgresql"]);
let postgres;
try {
  races("the embedded database");
  postgres = await startPostgres(Number(process.env.POSTERN_TEST_PORT ?? 55_432), scratch);
  races("PostgreSQL", { TEST_DATABASE_URL: postgres.url });
} finally {
  postgres?.server.kill("SIGINT");
  rmSync(scratch, { recursive: true, force: true });
}
