import "server-only";
import type { Context } from "@/lib/context";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/runtime";
import { addUses, type UseKind, type Uses } from "./hot";

export type Use = { kind: UseKind; id: string };

type Pending = { waiting: Map<UseKind, Map<string, Uses>>; isWriting: boolean };

const pending = (): Pending => oncePerProcess("usage", () => ({ waiting: new Map(), isWriting: false }));

async function write(kind: UseKind, uses: Uses[]): Promise<void> {
  try {
    await addUses(kind, uses);
  } catch (error) {
    log().error({ err: error, kind, uses: uses.length }, "uses were not counted");
  }
}

async function drain(state: Pending): Promise<void> {
  while (state.waiting.size > 0) {
    const taken = state.waiting;
    state.waiting = new Map();
    for (const [kind, uses] of taken) await write(kind, [...uses.values()]);
  }
  state.isWriting = false;
}

/**
 * Counts one use and its instant, after the answer. Uses that come while a write is under way go together in the next,
 * one statement a kind, so that a busy key costs one write and not one a call. A failing write is logged and never
 * reaches the caller.
 */
export function recordUse({ now, later }: Pick<Context, "now" | "later">, { kind, id }: Use): void {
  const state = pending();
  let uses = state.waiting.get(kind);
  if (!uses) {
    uses = new Map();
    state.waiting.set(kind, uses);
  }
  const sofar = uses.get(id);
  if (!sofar) uses.set(id, { id, at: now, times: 1 });
  else {
    sofar.times++;
    if (sofar.at < now) sofar.at = now;
  }
  if (state.isWriting) return;
  state.isWriting = true;
  later(() => drain(state));
}
