import { expect, it } from "vitest";
import { PASSWORD, testAccount } from "@/lib/testing/account";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { signInSchema } from "./schema";
import { signIn } from "./sign-in";

testDatabase();

it("guesses at one account are counted together, however its address is spelled (#493)", async () => {
  const { email } = await testAccount();
  const ctx = await testContext();
  const spellings = [email, email.toUpperCase(), ` ${email}`, `${email} `];
  const guess = (spelling: string | undefined, password: string) =>
    signIn(ctx, signInSchema.parse({ email: spelling, password }));
  for (let count = 0; count < 10; count++)
    await expect(guess(spellings[count % spellings.length], "some other long password")).rejects.toMatchObject({
      name: "wrong_credentials",
    });
  for (const spelling of spellings)
    await expect(guess(spelling, PASSWORD)).rejects.toMatchObject({ name: "too_many_attempts" });
  expect(signInSchema.safeParse({ email: `${email}.`, password: PASSWORD }).success).toBe(false);
});
