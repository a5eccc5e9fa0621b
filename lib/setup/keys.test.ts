import { randomBytes } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { requireKnownKeys } from "./keys";
import { ensureInstallation } from "./store";

testDatabase();

const KEPT = {
  POSTERN_HASH_KEY: process.env.POSTERN_HASH_KEY,
  POSTERN_ENCRYPTION_KEY: process.env.POSTERN_ENCRYPTION_KEY,
};
const fresh = () => randomBytes(32).toString("base64url");

/** As another process with these settings sees the installation. */
async function startWith(settings: Partial<Record<keyof typeof KEPT, string>>) {
  Object.assign(process.env, KEPT, settings);
  const kept = (globalThis as Record<symbol, Map<string, unknown> | undefined>)[Symbol.for("postern.runtime")];
  for (const name of ["env", "hash-keys:credential"]) kept?.delete(name);
  const ctx = await testContext();
  await ensureInstallation(ctx.db);
  await requireKnownKeys(ctx);
}
afterEach(() => startWith({}));

it("knows the keys of the first start again", async () => {
  await startWith({});
  await startWith({});
});

it.each(["POSTERN_HASH_KEY", "POSTERN_ENCRYPTION_KEY"] as const)(
  "refuses another %s, by name (#389)",
  async (setting) => {
    await startWith({});
    await expect(startWith({ [setting]: fresh() })).rejects.toMatchObject({ name: "SetUpProblem" });
    await expect(startWith({ [setting]: fresh() })).rejects.toThrow(setting);
  },
);

it.each(["POSTERN_HASH_KEY", "POSTERN_ENCRYPTION_KEY"] as const)(
  "follows a rotation of %s to its end",
  async (setting) => {
    await startWith({});
    const next = fresh();
    await startWith({ [setting]: `${next},${KEPT[setting]}` });
    await startWith({ [setting]: next });
    await startWith({ [setting]: `${KEPT[setting]},${next}` });
  },
);
