import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type Child = {
  process: ChildProcess;
  /** The next line that it prints, or null when it ended. */
  line: () => Promise<string | null>;
  /** Everything that it printed on stderr. */
  complaints: () => string;
  /** Its exit code or the signal that ended it, once it ended. */
  ended: Promise<number | NodeJS.Signals | null>;
};

/** Starts `lib/testing/children/<name>.ts` in a process of its own, with `env` besides that of the tests. */
export function startChild(name: string, env: Record<string, string>): Child {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "run-typescript.mjs"), `/lib/testing/children/${name}.ts`],
    {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let complaints = "";
  child.stderr.on("data", (part) => {
    complaints += part;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string | null> => {
    const { done, value } = await lines.next();
    return done ? null : value;
  };
  const ended = once(child, "exit").then(([code, signal]) => code ?? signal);
  return { process: child, line, complaints: () => complaints, ended };
}

/** As `kill -9`, and waits until the process is gone. */
export async function killChild(child: Child): Promise<void> {
  child.process.kill("SIGKILL");
  await child.ended;
}
