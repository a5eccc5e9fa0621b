import { beforeEach, describe, expect, it } from "vitest";
import { minutes, after as plus } from "@/lib/duration";
import { testBrowser } from "@/lib/testing/browser";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { type Begun, begun, decided, deviceClient, idIn, typed } from "@/lib/testing/device";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import type { TestClient } from "@/lib/testing/oauth";
import { openDevice } from "./open";
import { readDevice } from "./read";

testDatabase();

let issuer: TestIssuer;
let client: TestClient;
let device: Begun;
beforeEach(async () => {
  issuer = await testIssuer();
  client = await deviceClient(issuer);
  device = await begun(client);
  await issuer.db.throttle.deleteMany();
});

const refused = (name: string) => expect.objectContaining({ name });
const person = async (now = new Date()) => testContext({ actor: (await testBrowser(issuer)).actor, now });
const read = async (ctx: Awaited<ReturnType<typeof testContext>>, path: string) => {
  const { searchParams } = new URL(path, "http://localhost:3000");
  return readDevice(ctx, { id: idIn(path), typed: searchParams.get("user_code") ?? "" });
};

describe("the code that a person types", () => {
  it.each([
    ["as it is shown", (code: string) => code],
    ["in small letters (#187)", (code: string) => code.toLowerCase()],
    ["without its dash (#187)", (code: string) => code.replace("-", "")],
    ["with spaces and other dashes (#187)", (code: string) => ` ${[...code.replace("-", "–")].join(" ")} `],
  ])("is found %s", async (_name, write) => {
    const ctx = await person();
    const path = await openDevice(ctx, write(device.user_code));
    expect(path).toBe(`/device/${idIn(path)}?user_code=${device.user_code}`);
    expect(await read(ctx, path)).toMatchObject({
      userCode: device.user_code,
      client: { name: client.name },
      company: { name: issuer.company.name },
      person: { email: issuer.user.email },
      isMember: true,
      scopes: [{ key: "stock", apiName: issuer.api.name }],
    });
  });

  it.each(["", "BCDF", "BCDF-GHJKL", "AEIO-UYAE", "0123-4567", "<script>alert(1)</script>"])(
    "is none when it is %j, and that is no guess (#192)",
    async (text) => {
      const ctx = await person();
      for (let time = 0; time < 6; time++)
        await expect(openDevice(ctx, text)).rejects.toEqual(refused("invalid_user_code"));
      expect(await openDevice(ctx, device.user_code)).toContain("/device/");
    },
  );

  it("finds nothing any more once its time is over, or it was answered", async () => {
    await expect(openDevice(await person(plus(new Date(), minutes(15))), device.user_code)).rejects.toEqual(
      refused("invalid_user_code"),
    );
    await decided(issuer, device);
    await expect(openDevice(await person(), device.user_code)).rejects.toEqual(refused("invalid_user_code"));
  });

  it("is asked of nobody but a signed-in person", async () => {
    await expect(openDevice(await testContext(), device.user_code)).rejects.toEqual(refused("sign_in_required"));
  });
});

describe("guesses", () => {
  const guess = (ctx: Awaited<ReturnType<typeof testContext>>, code = "BBBB-BBBB") => openDevice(ctx, code);
  const tooMany = expect.objectContaining({
    name: "too_many_attempts",
    status: 429,
    headers: { "Retry-After": expect.stringMatching(/^\d+$/) },
  });

  it("are five for an account in the life of a code, from wherever, and then not even the right one counts (#188)", async () => {
    const base = await person();
    const from = (ip: string) => ({ ...base, origin: { ...base.origin, ip } });
    for (let time = 0; time < 5; time++)
      await expect(guess(from(`198.51.100.${time}`))).rejects.toEqual(refused("invalid_user_code"));
    for (let time = 0; time < 95; time++) await expect(guess(from("192.0.2.1"))).rejects.toEqual(tooMany);
    await expect(guess(from("192.0.2.1"), device.user_code)).rejects.toEqual(tooMany);
    const later = { ...base, now: plus(base.now, minutes(15)) };
    await expect(guess(later)).rejects.toEqual(refused("invalid_user_code"));
  });

  it("are five for a network, by however many accounts (#188)", async () => {
    for (let time = 0; time < 5; time++) {
      const { db, company, user } = { db: issuer.db, ...(await testCompany()) };
      const { actor } = await testBrowser({ db, user, actor: { ...issuer.actor, userId: user.id } });
      expect(company.id).not.toBe(issuer.company.id);
      await expect(guess(await testContext({ actor }))).rejects.toEqual(refused("invalid_user_code"));
    }
    await expect(guess(await person(), device.user_code)).rejects.toEqual(tooMany);
  });

  it("are not given back for a right one in between (#188)", async () => {
    const ctx = await person();
    for (let time = 0; time < 5; time++) {
      await expect(guess(ctx)).rejects.toEqual(refused("invalid_user_code"));
      if (time < 4) await openDevice(ctx, device.user_code);
    }
    await expect(guess(ctx, device.user_code)).rejects.toEqual(tooMany);
  });
});

describe("a request", () => {
  it("belongs to the session that typed its code first (#189)", async () => {
    const first = await typed(issuer, device);
    const second = await person();
    await expect(openDevice(second, device.user_code)).rejects.toEqual(refused("not_your_request"));
    await expect(read(second, first.path)).rejects.toEqual(refused("not_your_request"));
    expect(await openDevice(first.ctx, device.user_code)).toBe(first.path);
  });

  it("goes on with whoever signs in after the first one signed out, once they typed the code themselves", async () => {
    const first = await typed(issuer, device);
    await issuer.db.session.update({ where: { id: first.sessionId }, data: { endedAt: new Date() } });
    const second = await person();
    expect(await read(second, first.path)).toBeNull();
    expect(await openDevice(second, device.user_code)).toBe(first.path);
    expect(await read(second, first.path)).toMatchObject({ userCode: device.user_code });
  });

  it("is nobody's by its address alone, and is not shown under another code", async () => {
    const row = await issuer.db.deviceRequest.findFirstOrThrow({ where: { clientId: client.id } });
    const ctx = await person();
    expect(await read(ctx, `/device/${row.id}?user_code=${device.user_code}`)).toBeNull();
    const { path, ctx: mine } = await typed(issuer, device);
    for (const code of ["BBBB-BBBB", "", "<b>"])
      await expect(read(mine, `${path.split("?")[0]}?user_code=${code}`)).rejects.toEqual(refused("invalid_user_code"));
    await expect(read(mine, `/device/x?user_code=${device.user_code}`)).rejects.toEqual(refused("invalid_user_code"));
  });

  it("shows no context that was taken from its client since, and nothing of a disabled one", async () => {
    device = await begun(client, { scope: "stock labels" });
    const { path, ctx } = await typed(issuer, device);
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expect((await read(ctx, path))?.scopes.map(({ key }) => key)).toEqual(["stock"]);
    await issuer.db.client.update({ where: { id: client.id }, data: { disabledAt: new Date() } });
    await expect(read(ctx, path)).rejects.toEqual(refused("unknown_client"));
  });
});
