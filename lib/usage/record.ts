import "server-only";
import type { Context } from "@/lib/context";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/runtime";
import { addUses, type Caller, type UseKind, type Uses } from "./hot";

export type Use =
  | { kind: Exclude<UseKind, "client_secret">; id: string }
  /** With who used it: it tells which installation still has an old one. */
  | { kind: "client_secret"; id: string; caller: Caller };

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
export function recordUse({ now, later }: Pick<Context, "now" | "later">, use: Use): void {
  const { kind, id } = use;
  const caller = use.kind === "client_secret" ? use.caller : undefined;
  const state = pending();
  let uses = state.waiting.get(kind);
  if (!uses) {
    uses = new Map();
    state.waiting.set(kind, uses);
  }
  const sofar = uses.get(id);
  const isLast = !sofar || sofar.at <= now;
  uses.set(id, { ...(isLast ? { id, at: now, ...(caller && { caller }) } : sofar), times: (sofar?.times ?? 0) + 1 });
  if (state.isWriting) return;
  state.isWriting = true;
  later(() => drain(state));
}
