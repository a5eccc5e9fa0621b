import "server-only";
import type { Server } from "node:http";

/** What scripts/start/gate.mjs leaves for us: the HTTP servers of this process, and the way to let requests in. */
type Gate = Readonly<{ servers: ReadonlySet<Server>; open: () => void }>;

const KEY = Symbol.for("postern.gate");
const gate = (): Gate | undefined => (globalThis as typeof globalThis & { [KEY]?: Gate })[KEY];

/** Lets in the requests that came before we were ready, and all others. Without a gate nothing was held. */
export const openGate = (): void => gate()?.open();

/** The HTTP servers that `npm start` made; none where Next was started in another way. */
export const servers = (): Server[] => [...(gate()?.servers ?? [])];
