import { beforeEach, describe, expect, it } from "vitest";
import { newCredential } from "@/lib/crypto/credential";
import { after, days, hours, seconds } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { actorOfHandle } from "@/lib/session/actor";
import { sessionCookieName } from "@/lib/session/cookie";
import { testBrowser } from "@/lib/testing/browser";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { formRequest, issueCode, outcomeOf, ownClient, type TestClient } from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";
import { POST as revoke } from "../revoke/route";
import { POST } from "./route";

testDatabase();

let issuer: TestIssuer;
let client: TestClient;
const start = new Date();
beforeEach(async () => {
  issuer = await testIssuer();
  client = ownClient(issuer);
});

type Body = { access_token: string; refresh_token: string; expires_in: number };
const at = (ms: number) => testContext({ now: after(start, ms) });

/** What the token endpoint gives `ms` after the start, or the name of its refusal. */
async function ask(fields: Record<string, string>, ms = 0): Promise<Body & { refused?: string }> {
  const asked = token(await at(ms), formRequest("/oauth/token", fields, client));
  return asked.then(
    async (response) => (await response.json()) as Body,
    (error: Error) => ({ refused: error.name }) as Body & { refused: string },
  );
}
const redeem = ({ code, verifier }: { code: string; verifier: string }, ms = 0) =>
  ask({ grant_type: "authorization_code", code, code_verifier: verifier }, ms);
const refresh = (refresh_token: string, ms = 0) => ask({ grant_type: "refresh_token", refresh_token }, ms);
const isGood = async (presented: string, ms = 0) =>
  (await verifyCredential(await at(ms), { scheme: "bearer", token: presented })).active;
const codeAt = (ms = 0) => issueCode(issuer, { now: after(start, ms) });

describe("a failed client authentication", () => {
  it("never burns the code: the right secret gets its tokens afterwards (#149)", async () => {
    const { code, verifier } = await issueCode(issuer);
    const fields = { grant_type: "authorization_code", code, code_verifier: verifier };
    for (const secret of [newCredential("clientSecret").reveal(), "x"])
      expect(await outcomeOf(await POST(formRequest("/oauth/token", fields, { ...client, secret })))).toEqual([
        401,
        "invalid_client",
      ]);
    expect((await POST(formRequest("/oauth/token", fields, client))).status).toBe(200);
  });
});

describe("a refresh token", () => {
  it("whose access token has expired is ended by revoking it (#258)", async () => {
    const one = await redeem(await codeAt());
    await issuer.db.accessToken.updateMany({ where: { clientId: client.id }, data: { expiresAt: new Date(0) } });
    const answer = await revoke(formRequest("/oauth/revoke", { token: one.refresh_token }, client));
    expect(answer.status).toBe(200);
    expect(await refresh(one.refresh_token)).toEqual({ refused: "invalid_grant" });
  });
});

describe("when the clock is moved", () => {
  it("31 days on, nothing that ends by time is alive (#528)", async () => {
    const later = days(31);
    const one = await redeem(await codeAt());
    const code = await codeAt();
    const { token: personal } = await issuePersonal(issuer, { expiresAt: after(start, days(30)) });
    const { cookie } = await testBrowser(issuer, { now: start });
    const handle = cookie.slice(sessionCookieName().length + 1);
    const kindAt = async (ms: number) => (await actorOfHandle(await at(ms), handle)).kind;
    expect([await isGood(one.access_token), await isGood(personal), await kindAt(0)]).toEqual([true, true, "person"]);
    expect([await isGood(one.access_token, later), await isGood(personal, later), await kindAt(later)]).toEqual([
      false,
      false,
      "nobody",
    ]);
    expect([await redeem(code, later), await refresh(one.refresh_token, later)]).toEqual([
      { refused: "invalid_grant" },
      { refused: "invalid_grant" },
    ]);
  });

  it("a day back, what was spent, rotated or revoked stays dead, and lifetimes stay whole (#529)", async () => {
    const back = -days(1);
    const code = await codeAt();
    const one = await redeem(code);
    const two = await refresh(one.refresh_token);
    expect(await redeem(code, back)).toEqual({ refused: "invalid_grant" });
    // The replay ended the family.
    expect([await isGood(two.access_token, back), await refresh(two.refresh_token, back)]).toEqual([
      false,
      { refused: "invalid_grant" },
    ]);
    const { token: personal, id } = await issuePersonal(issuer);
    await issuer.db.personalToken.update({ where: { id }, data: { revokedAt: start } });
    expect(await isGood(personal, back)).toBe(false);
    const fresh = await redeem(await codeAt(back), back);
    expect(fresh.expires_in).toBe(3600);
    expect((await refresh(fresh.refresh_token, back + hours(2))).expires_in).toBe(3600);
  });

  it("during a flow, a code is good at 59 seconds and not at 61 (#530)", async () => {
    expect((await redeem(await codeAt(), seconds(59))).expires_in).toBe(3600);
    expect(await redeem(await codeAt(), seconds(61))).toEqual({ refused: "invalid_grant" });
  });

  it("30 seconds apart, two processes take each other's credentials and retries (#531)", async () => {
    for (const [one, other] of [
      [seconds(30), 0],
      [0, seconds(30)],
    ] as const) {
      const first = await redeem(await codeAt(one), other);
      expect(await isGood(first.access_token, one)).toBe(true);
      const next = await refresh(first.refresh_token, one);
      expect(await isGood(next.access_token, other)).toBe(true);
      // A retry that the other process answers is the same answer, and no replay.
      expect(await refresh(first.refresh_token, other)).toEqual(next);
      expect(await redeem(await codeAt(one), other + seconds(61))).toEqual(
        one > other ? expect.objectContaining({ expires_in: 3600 }) : { refused: "invalid_grant" },
      );
    }
  });
});
