import type { Server } from "./server";

export default async function stop(): Promise<void> {
  await (globalThis as { e2eServer?: Server }).e2eServer?.stop();
}
