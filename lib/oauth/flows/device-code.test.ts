import { beforeEach, describe, expect, it } from "vitest";
import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { hashOf } from "@/lib/crypto/hash";
import { minutes, after as plus, seconds } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { type Begun, begun, decided, deviceClient, polled } from "@/lib/testing/device";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { formRequest, issueCode, ownClient, type TestClient } from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";

testDatabase();

let issuer: TestIssuer;
let client: TestClient;
let device: Begun;
beforeEach(async () => {
  issuer = await testIssuer();
  client = await deviceClient(issuer);
  device = await begun(client);
});

const ask = (now?: Date, asker = client) => polled(asker, device.device_code, now ? { now } : {});
const interval = async () =>
  (await issuer.db.deviceRequest.findFirstOrThrow({ where: { clientId: client.id } })).intervalSeconds;
const verdictOf = async (access: string) => verifyCredential(await testContext(), { scheme: "bearer", token: access });
const tokensOf = (answer: Awaited<ReturnType<typeof ask>>) => {
  if (typeof answer === "string") throw new Error(answer);
  return answer;
};

describe("a device that asks before anybody decided", () => {
  it("is told to wait (#182)", async () => {
    expect(await ask()).toBe("authorization_pending");
  });

  it("is told to slow down when it asks sooner than it may, each time by five seconds more (#183)", async () => {
    const now = new Date();
    const at = (count: number) => ask(plus(now, seconds(count)));
    expect(await at(0)).toBe("authorization_pending");
    expect([await at(4), await interval()]).toEqual(["slow_down", 10]);
    expect([await at(13), await interval()]).toEqual(["slow_down", 15]);
    expect(await at(28)).toBe("authorization_pending");
    expect(await at(43)).toBe("authorization_pending");
    expect(await interval()).toBe(15);
  });

  it("is neither locked out nor let through by a clock that jumps (#533)", async () => {
    const now = new Date();
    expect(await ask(now)).toBe("authorization_pending");
    const back = plus(now, -minutes(10));
    expect(await ask(back)).toBe("authorization_pending");
    expect(await ask(plus(back, seconds(1)))).toBe("slow_down");
    expect(await ask(plus(now, minutes(4)))).toBe("authorization_pending");
    expect(await ask(plus(now, minutes(4) + seconds(1)))).toBe("slow_down");
  });
});

describe("a device whose person allowed it", () => {
  it("gets tokens of a grant like any other, and no longer has to wait", async () => {
    expect(await ask()).toBe("authorization_pending");
    await decided(issuer, device);
    const tokens = tokensOf(await ask());
    expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: "stock" });
    expect(await verdictOf(tokens.access_token)).toMatchObject({
      active: true,
      subject: { kind: "person", id: issuer.user.id },
      client: { id: client.id },
      audience: [issuer.audience],
    });
    const fields = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    expect((await token(await testContext(), formRequest("/oauth/token", fields, client))).status).toBe(200);
    const [grant] = await issuer.db.grant.findMany({ where: { clientId: client.id } });
    expect(grant).toMatchObject({ userId: issuer.user.id, scopes: ["stock"], grantType: "authorization_code" });
  });

  it("gets them when it is a public client too, by its name", async () => {
    const app = await deviceClient(issuer, { isPublic: true });
    device = await begun(app);
    await decided(issuer, device);
    expect(tokensOf(await ask(undefined, app)).refresh_token).toMatch(/^pst_rt_/);
  });

  it("gets a JWT where its API wants one", async () => {
    await issuer.db.api.update({ where: { id: issuer.api.id }, data: { tokenFormat: "jwt" } });
    await decided(issuer, device);
    expect(tokensOf(await ask()).access_token).toMatch(/^eyJ/);
  });

  it("gets them once: a second time ends what the first one got (#186)", async () => {
    await decided(issuer, device);
    const { access_token: access } = tokensOf(await ask());
    expect(await ask()).toBe("invalid_grant");
    expect(await verdictOf(access)).toMatchObject({ active: false, reason: "revoked" });
  });

  it("is recognised as one that asks again even after its time", async () => {
    await decided(issuer, device);
    const { access_token: access } = tokensOf(await ask());
    expect(await ask(plus(new Date(), minutes(16)))).toBe("invalid_grant");
    expect(await verdictOf(access)).toMatchObject({ active: false });
  });

  it("gets less than was allowed when the request names one API of several", async () => {
    device = await begun(client, { scope: "stock open:read" });
    await decided(issuer, device);
    const answer = await polled(client, device.device_code, { resource: issuer.audience } as object);
    expect(tokensOf(answer).scope).toBe("stock");
  });

  it.each([
    ["left the company", () => issuer.db.membership.deleteMany({ where: { userId: issuer.user.id } })],
    [
      "took it back",
      () => issuer.db.grant.updateMany({ where: { clientId: client.id }, data: { revokedAt: new Date() } }),
    ],
  ])("gets nothing once that person %s", async (_name, change) => {
    await decided(issuer, device);
    await change();
    expect(await ask()).toBe("invalid_grant");
  });

  it("gets nothing once the grant was closed to its client", async () => {
    await decided(issuer, device);
    await issuer.db.client.update({
      where: { id: client.id },
      data: { additionalGrantTypes: [], redirectUris: ["https://x.example"] },
    });
    expect(await ask()).toBe("unauthorized_client");
  });
});

describe("a device that gets nothing is told why:", () => {
  it("the person said no (#184)", async () => {
    await decided(issuer, device, "deny");
    expect([await ask(), await ask()]).toEqual(["access_denied", "access_denied"]);
    expect(await issuer.db.grant.count({ where: { clientId: client.id } })).toBe(0);
  });

  it("nobody came in time, to the second (#184)", async () => {
    const { createdAt } = await issuer.db.deviceRequest.findFirstOrThrow({ where: { clientId: client.id } });
    expect(await ask(plus(createdAt, minutes(15) - 1))).toBe("authorization_pending");
    expect(await ask(plus(createdAt, minutes(15)))).toBe("expired_token");
  });

  it("it came too late for what was allowed (#184)", async () => {
    await decided(issuer, device);
    expect(await ask(plus(new Date(), minutes(15)))).toBe("expired_token");
    expect(await issuer.db.accessToken.count({ where: { clientId: client.id } })).toBe(0);
  });

  it("its code is none (#184)", async () => {
    expect(await polled(client, "")).toBe("invalid_request");
    expect(await polled(client, "nonsense")).toBe("invalid_grant");
    expect(await polled(client, `${device.device_code.slice(0, -1)}x`)).toBe("invalid_grant");
    expect(await polled(client, device.user_code)).toBe("invalid_grant");
  });

  it("its code is another client's, which notices nothing of it (#185)", async () => {
    const other = await deviceClient(issuer);
    expect(await ask(undefined, other)).toBe("invalid_grant");
    await decided(issuer, device);
    expect(await ask(undefined, other)).toBe("invalid_grant");
    expect(tokensOf(await ask()).scope).toBe("stock");
  });
});

describe("a device code and an authorization code", () => {
  const asked = async (fields: Record<string, string>, asker: TestClient) =>
    token(await testContext(), formRequest("/oauth/token", fields, asker)).then(
      () => "success",
      (error: Error) => error.name,
    );

  it("are not taken for each other (#150)", async () => {
    await decided(issuer, device);
    const grant_type = "authorization_code";
    const code = device.device_code;
    const verifiers = ["device_code", "x".repeat(43), ""];
    for (const code_verifier of verifiers)
      expect(await asked({ grant_type, code, code_verifier }, client)).toBe("invalid_grant");
    expect(await asked({ grant_type: "refresh_token", refresh_token: code }, client)).toBe("invalid_grant");
    const own = ownClient(issuer);
    await issuer.db.client.update({ where: { id: own.id }, data: { additionalGrantTypes: [DEVICE_CODE] } });
    const issued = await issueCode(issuer);
    expect(await asked({ grant_type: DEVICE_CODE, device_code: issued.code }, own)).toBe("invalid_grant");
    expect(tokensOf(await ask()).scope).toBe("stock");
  });

  it("are not even when their rows are (#150)", async () => {
    await decided(issuer, device);
    const row = await issuer.db.authorizationCode.findUniqueOrThrow({
      where: { codeHash: hashOf(device.device_code) },
    });
    expect([row.codeChallenge?.length, row.redirectUri]).toEqual(["device_code".length, ""]);
  });
});
