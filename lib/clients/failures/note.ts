import "server-only";
import type { Context } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { minutes } from "@/lib/duration";
import type { RefusalName } from "@/lib/errors";
import { oncePerProcess } from "@/lib/runtime";
import { type FailureEndpoint, type FailureReason, keepable } from "./rules";
import { insertFailure } from "./store";

export type Failure = Readonly<{
  endpoint: FailureEndpoint;
  refusal: RefusalName;
  /** What the request was wrong about, and what stood there; null: nothing, or nothing that may be kept. */
  parameter: string | null;
  received: string | null;
  reason: FailureReason | null;
}>;

/** Who a request says that it comes from: nothing of it is proven. */
export type Named = Readonly<{
  /** What the name is counted by. */
  name: string;
  clientId: (db: Db) => Promise<string | null>;
}>;

const WINDOW = minutes(1);
const MOST_OF_ONE = 20;
const MOST_OF_ALL = 300;

type Window = { endsAt: number; total: number; byName: Map<string, number> };
type Counted = { window: Window };

/** Whether one more may be kept in this minute: counted in memory, so that a flood costs no statement. */
function isWithinBudget(name: string, now: number): boolean {
  const counted = oncePerProcess<Counted>("failures", () => ({ window: { endsAt: 0, total: 0, byName: new Map() } }));
  const { endsAt } = counted.window;
  if (endsAt <= now || endsAt > now + WINDOW) counted.window = { endsAt: now + WINDOW, total: 0, byName: new Map() };
  const { window } = counted;
  const sofar = window.byName.get(name) ?? 0;
  if (sofar >= MOST_OF_ONE || window.total >= MOST_OF_ALL) return false;
  window.byName.set(name, sofar + 1);
  window.total++;
  return true;
}

/**
 * Keeps a refused request for the administrators of the client that it named, after the answer. At most 20 a minute for a
 * name and 300 for all on a process are looked at; what fails here is logged and reaches nobody.
 */
export function noteFailure(ctx: Context, { name, clientId }: Named, { received, ...failure }: Failure): void {
  const { db, now, origin } = ctx;
  if (!isWithinBudget(name, now.getTime())) return;
  ctx.later(async () => {
    const id = await clientId(db);
    if (id === null) return;
    const kept = received === null ? null : keepable(received);
    await insertFailure(db, {
      ...failure,
      clientId: id,
      at: now,
      received: kept,
      requestId: origin.requestId,
      ip: origin.ip,
    });
  });
}
