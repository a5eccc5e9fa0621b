import { holdDirectory } from "@/lib/db/lock";

/** Takes the data directory and keeps it until it is killed; or says why it may not. */
try {
  await holdDirectory(process.env.HELD_DIRECTORY ?? "");
  console.log("held");
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.log((error as Error & { kind?: string }).kind ?? String(error));
  process.exit(0);
}
