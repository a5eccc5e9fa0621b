import { describe, expect, it } from "vitest";
import { testAccount, testSession } from "@/lib/testing/account";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { readOwn, updateOwn } from "./own";
import { profileSchema } from "./schema";

testDatabase();

describe("one's own account", () => {
  it("is read and changed by whoever is signed in, and nothing but name, language and zone (#400)", async () => {
    const { db, user, email } = await testAccount({ role: "member" });
    const { ctx: own } = await testSession(email);
    const typed = {
      name: " Ana  ",
      locale: "pt-BR",
      timeZone: "America/Sao_Paulo",
      role: "owner",
      email: "x@y.example",
    };
    await updateOwn(own, profileSchema.parse(typed));
    expect(await readOwn(own)).toMatchObject({ name: "Ana", locale: "pt-BR", timeZone: "America/Sao_Paulo", email });
    expect(await db.membership.count({ where: { userId: user.id, role: "owner" } })).toBe(0);
    await updateOwn(own, profileSchema.parse({ name: "Ana", locale: "", timeZone: "" }));
    expect(await readOwn(own)).toMatchObject({ locale: null, timeZone: null });
    await expect(readOwn(await testContext())).rejects.toThrow("sign_in_required");
  });

  it("takes no zone and no language that there is not", () => {
    const given = { name: "Ana", locale: null, timeZone: null };
    expect(profileSchema.safeParse({ ...given, timeZone: "Mars/Olympus" }).success).toBe(false);
    expect(profileSchema.safeParse({ ...given, locale: "de" }).success).toBe(false);
  });
});
