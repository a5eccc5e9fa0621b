import { describe, expect, it } from "vitest";
import { sha256Base64url } from "@/lib/crypto/hash";
import { PASSWORD, testAccount, testSession } from "@/lib/testing/account";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, testIssuer } from "@/lib/testing/issued";
import { issueCode, ownClient } from "@/lib/testing/oauth";
import { redeem } from "@/lib/tokens/oauth/redeem";
import { verifyCredential } from "@/lib/verify/verify";
import { actorOfHandle } from "./actor";
import { changePassword } from "./change-password";
import { signIn } from "./sign-in";

testDatabase();

const NEW = "seven quiet badgers hum";

describe("changing the password", () => {
  it("ends other sessions and what applications hold, and keeps this session (#163, #384)", async () => {
    const { email, user, company, db } = await testAccount();
    const here = await testSession(email);
    const elsewhere = await testSession(email);
    const issuer = await testIssuer();
    await db.membership.create({ data: { userId: user.id, companyId: issuer.company.id, role: "member" } });
    const held = await issueAccess({ ...issuer, user });
    const othersHeld = await issueAccess(issuer);

    const ended = await changePassword(here.ctx, { currentPassword: PASSWORD, newPassword: NEW });
    expect(ended).toEqual({ sessions: 1, applications: 1 });
    expect(await actorOfHandle(here.ctx, here.handle)).toMatchObject({ kind: "person" });
    expect(await actorOfHandle(here.ctx, elsewhere.handle)).toEqual({ kind: "nobody" });
    const verdict = (token: string) => verifyCredential(here.ctx, { scheme: "bearer", token });
    expect(await verdict(held.token)).toEqual({ active: false, reason: "revoked" });
    expect(await verdict(othersHeld.token)).toMatchObject({ active: true });

    await expect(signIn(await testContext(), { email, password: PASSWORD })).rejects.toThrow("wrong_credentials");
    await signIn(await testContext(), { email, password: NEW });
    const event = await db.auditEvent.findFirst({
      where: { companyId: company.id, action: "person.password_changed" },
    });
    expect(event).toMatchObject({ targetId: user.id, details: ended });
  });

  it("makes a code worthless that waits to be redeemed, and no other person's (#163)", async () => {
    const { email, user, db } = await testAccount();
    const here = await testSession(email);
    const issuer = await testIssuer();
    await db.membership.create({ data: { userId: user.id, companyId: issuer.company.id, role: "member" } });
    const waiting = await issueCode({ ...issuer, user });
    const others = await issueCode(issuer);
    const redeemed = ({ code, verifier, redirectUri }: typeof waiting) =>
      redeem(here.ctx, {
        client: { ...ownClient(issuer), companyId: issuer.company.id, jwtApis: new Map() },
        code,
        challenge: sha256Base64url(verifier),
        redirectUri,
        resources: null,
        dpopJkt: null,
      });

    await changePassword(here.ctx, { currentPassword: PASSWORD, newPassword: NEW });
    await expect(redeemed(waiting)).rejects.toThrow("invalid_grant");
    expect((await redeemed(others)).refresh).not.toBeNull();
  });

  it("asks for the old one", async () => {
    const { email } = await testAccount();
    const { ctx } = await testSession(email);
    await expect(changePassword(ctx, { currentPassword: NEW, newPassword: NEW })).rejects.toMatchObject({
      name: "wrong_credentials",
      fields: { currentPassword: { code: "wrongPassword" } },
    });
  });

  it.each([
    [PASSWORD, "passwordSame"],
    ["passwordpassword", "passwordTooCommon"],
    ["Sample Person 2026!", "passwordTooCommon"],
  ])("refuses %j (#410)", async (newPassword, code) => {
    const { email } = await testAccount();
    const { ctx } = await testSession(email);
    await expect(changePassword(ctx, { currentPassword: PASSWORD, newPassword })).rejects.toMatchObject({
      name: "invalid_input",
      fields: { newPassword: { code } },
    });
    await signIn(await testContext(), { email, password: PASSWORD });
  });
});
