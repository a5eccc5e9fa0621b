/** Runs once in the server process, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { startServing } = await import("@/lib/serve/start");
  await startServing();
}
