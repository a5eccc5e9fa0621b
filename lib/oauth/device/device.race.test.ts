import { expect, it } from "vitest";
import { testBrowser } from "@/lib/testing/browser";
import { testContext } from "@/lib/testing/context";
import { isServer, testDatabase } from "@/lib/testing/database";
import { begun, decided, deviceClient, polled, typed } from "@/lib/testing/device";
import { testIssuer } from "@/lib/testing/issued";
import { ROUNDS } from "@/lib/testing/rounds";
import { decideDevice } from "./decide";
import { openDevice } from "./open";

testDatabase();

const AT_ONCE = isServer() || ROUNDS > 1 ? 200 : 50;
const times = <R>(count: number, run: (index: number) => Promise<R>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const nameOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "success",
    (error: Error) => error.name,
  );

it("gives tokens to one of 200 devices that ask at once after it was allowed (#186)", async () => {
  const issuer = await testIssuer();
  const client = await deviceClient(issuer);
  for (let round = 0; round < ROUNDS; round++) {
    const device = await begun(client);
    await decided(issuer, device);
    const all = await times(AT_ONCE, () => polled(client, device.device_code));
    expect(all.filter((one) => typeof one !== "string")).toHaveLength(1);
    expect(all.filter((one) => one === "invalid_grant")).toHaveLength(AT_ONCE - 1);
    await issuer.db.throttle.deleteMany();
  }
});

it("lets one of many questions at once through in an interval, and slows the device down for each other (#183)", async () => {
  const issuer = await testIssuer();
  const client = await deviceClient(issuer);
  for (let round = 0; round < ROUNDS; round++) {
    const { device_code } = await begun(client);
    const now = new Date();
    const all = await times(50, () => polled(client, device_code, { now }));
    expect(all.filter((one) => one === "authorization_pending")).toHaveLength(1);
    expect(all.filter((one) => one === "slow_down")).toHaveLength(49);
    const [row] = await issuer.db.deviceRequest.findMany({
      where: { clientId: client.id },
      orderBy: { createdAt: "desc" },
    });
    expect(row?.intervalSeconds).toBe(5 + 49 * 5);
    await issuer.db.throttle.deleteMany();
  }
});

it("looks at five of a hundred guesses at once (#188)", async () => {
  const issuer = await testIssuer();
  for (let round = 0; round < ROUNDS; round++) {
    await issuer.db.throttle.deleteMany();
    const ctx = await testContext({ actor: (await testBrowser(issuer)).actor });
    const all = await times(100, () => nameOf(openDevice(ctx, "BBBB-BBBB")));
    expect(all.filter((name) => name === "invalid_user_code").length).toBeLessThanOrEqual(5);
    expect(all.filter((name) => name === "too_many_attempts").length).toBeGreaterThanOrEqual(95);
  }
});

it("gives the request to one of two browsers that type its code at once (#189)", async () => {
  const issuer = await testIssuer();
  const client = await deviceClient(issuer);
  for (let round = 0; round < ROUNDS; round++) {
    await issuer.db.throttle.deleteMany();
    const { user_code } = await begun(client);
    const contexts = await times(2, async () => testContext({ actor: (await testBrowser(issuer)).actor }));
    const all = await Promise.all(contexts.map((ctx) => nameOf(openDevice(ctx, user_code))));
    expect(all.sort()).toEqual(["not_your_request", "success"]);
  }
});

it("takes one decision of fifty at once, and no code comes of a denial", async () => {
  const issuer = await testIssuer();
  const client = await deviceClient(issuer);
  for (let round = 0; round < ROUNDS; round++) {
    await issuer.db.throttle.deleteMany();
    const device = await begun(client);
    const { ctx, id: request, csrf } = await typed(issuer, device);
    const all = await times(50, (index) =>
      nameOf(decideDevice(ctx, { request, csrf, decision: index % 2 === 0 ? "allow" : "deny" })),
    );
    expect(all.filter((name) => name === "success")).toHaveLength(1);
    expect(all.filter((name) => name === "invalid_user_code")).toHaveLength(49);
    const row = await issuer.db.deviceRequest.findUniqueOrThrow({ where: { id: request } });
    expect((await polled(client, device.device_code)) === "access_denied").toBe(row.isAllowed === false);
    await issuer.db.grant.deleteMany({ where: { clientId: client.id, families: { none: {} } } });
  }
});
