import { rmSync } from "node:fs";
import type { Server } from "./server";

export default async function stop(): Promise<void> {
  await (globalThis as { e2eServer?: Server }).e2eServer?.stop();
  const { DATA_DIR } = JSON.parse(process.env.E2E_SETTINGS ?? "{}") as { DATA_DIR?: string };
  if (DATA_DIR) rmSync(DATA_DIR, { recursive: true, force: true });
}
