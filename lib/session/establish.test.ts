import { describe, expect, it, vi } from "vitest";
import { PASSWORD, testAccount } from "@/lib/testing/account";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { actorOfHandle } from "./actor";
import { confirm, establish, leave } from "./establish";

testDatabase();

type Kept = { value: string; options: Record<string, unknown> };
const jar = new Map<string, Kept>();

// Next's own store of cookies exists within a request alone.
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => jar.get(name),
    set: (name: string, value: string, options: Record<string, unknown>) => void jar.set(name, { value, options }),
  }),
}));

const handle = (): string => jar.get("postern")?.value ?? "";
/** The context of the next request of this browser. */
async function currentContext() {
  const ctx = await testContext();
  return { ...ctx, actor: await actorOfHandle(ctx, handle()) };
}

describe("from a server action", () => {
  it("signs in, renews and signs out with one cookie of safe attributes (#380)", async () => {
    const { email, user } = await testAccount();
    await establish(await currentContext(), { email, password: PASSWORD });
    expect([...jar.keys()]).toEqual(["postern"]);
    expect(jar.get("postern")?.options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
    const first = handle();
    expect((await currentContext()).actor).toMatchObject({ kind: "person", userId: user.id });

    await confirm(await currentContext(), { password: PASSWORD });
    expect(handle()).not.toBe(first);
    expect((await currentContext()).actor).toMatchObject({ kind: "person", userId: user.id });
    expect(await actorOfHandle(await testContext(), first)).toEqual({ kind: "nobody" });

    const last = handle();
    await leave(await currentContext());
    expect(jar.get("postern")).toMatchObject({ value: "", options: { maxAge: 0 } });
    expect(await actorOfHandle(await testContext(), last)).toEqual({ kind: "nobody" });
  });

  it("throws our refusal, not next-auth's redirect, and sets no cookie", async () => {
    jar.clear();
    const { email } = await testAccount();
    const ctx = await currentContext();
    await expect(establish(ctx, { email, password: "some other long password" })).rejects.toThrow("wrong_credentials");
    await expect(confirm(ctx, { password: PASSWORD })).rejects.toThrow("sign_in_required");
    expect(jar.size).toBe(0);
  });

  it("throws a fault as it is: no database is no wrong password", async () => {
    jar.clear();
    const { email } = await testAccount();
    const ctx = await currentContext();
    const fault = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
    const broken = new Proxy(ctx.db, {
      get() {
        throw fault;
      },
    });
    await expect(establish({ ...ctx, db: broken }, { email, password: PASSWORD })).rejects.toBe(fault);
  });
});
