import { spawn } from "node:child_process";
import { StartProblem } from "./problem.mjs";

const SIGNALS = ["SIGINT", "SIGTERM"];
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 };

/**
 * Runs a command in `cwd` with its output shown. A signal meant for us is passed on, and ends us too once it has ended.
 * @throws StartProblem with `failure` when it ends with anything but 0
 */
export async function run([command, ...args], { cwd, env = {}, failure }) {
  const child = spawn(command, args, { cwd, stdio: "inherit", env: { ...process.env, ...env } });
  let stopped = null;
  const pass = (signal) => {
    stopped = signal;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  const code = await new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  for (const signal of SIGNALS) process.off(signal, pass);
  if (stopped) process.exit(128 + SIGNAL_NUMBERS[stopped]);
  if (code !== 0) throw new StartProblem(failure);
}

/** npm, by the file that runs us where there is one: `npm` on Windows is no program. */
export const npm = (...args) =>
  process.env.npm_execpath ? [process.execPath, process.env.npm_execpath, ...args] : ["npm", ...args];

/** The program of an installed package, run by this very Node. */
export const bin = (path, ...args) => [process.execPath, `node_modules/${path}`, ...args];
