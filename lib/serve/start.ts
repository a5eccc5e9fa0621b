import "server-only";
import { env } from "@/lib/env";
import { serveInFront } from "./front";

/**
 * Called once at start. In development Next alone answers, as only it knows of edited files; headers are cleaned always.
 */
export async function startServing(): Promise<void> {
  const { NODE_ENV, POSTERN_FRONT } = env();
  if (NODE_ENV !== "production" || POSTERN_FRONT === "off") return serveInFront(new Map());
  const { TABLE } = await import("./table");
  serveInFront(TABLE);
}
