import "server-only";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/runtime";

const open = () => oncePerProcess("later", () => new Set<Promise<void>>());

/** Runs `work` after the current answer was handed over. A failure is logged and goes no further. */
export function later(work: () => Promise<void>): void {
  const run = new Promise<void>((resolve) => setImmediate(resolve))
    .then(work)
    .catch((error: unknown) => log().error({ err: error }, "work after the answer failed"))
    .finally(() => open().delete(run));
  open().add(run);
}

/** Resolves when all work that was put off is done: a clean stop loses none of it. */
export async function drained(): Promise<void> {
  while (open().size > 0) await Promise.all(open());
}
