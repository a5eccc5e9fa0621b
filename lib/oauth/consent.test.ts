import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { seconds } from "@/lib/duration";
import { testBrowser } from "@/lib/testing/browser";
import { testRequest } from "@/lib/testing/consent";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, testIssuer } from "@/lib/testing/issued";
import { readConsent } from "./consent";
import { isCsrfToken } from "./csrf";

testDatabase();

const read = async (actor: Actor, id: string, now = new Date()) => readConsent(await testContext({ actor, now }), id);
const refusal = (name: string) => expect.objectContaining({ name });

describe("the consent page", () => {
  it("tells who asks for what, in whose name, and where the answer goes (#63)", async () => {
    const issuer = await testIssuer();
    const links = {
      siteUrl: "https://client.example",
      privacyPolicyUrl: "https://client.example/privacy",
      licenceUrl: "https://client.example/licence",
    };
    await issuer.db.client.update({
      where: { id: issuer.client.id },
      data: { ...links, description: "Counts things" },
    });
    await issuer.db.scope.updateMany({ where: { apiId: issuer.api.id, key: "stock" }, data: { level: "write" } });
    const { actor, sessionId } = await testBrowser(issuer);
    const id = await testRequest(issuer, { scopes: ["open:read", "labels", "stock"] });
    const view = await read(actor, id);
    expect(view).toMatchObject({
      id,
      client: { name: issuer.client.name, description: "Counts things", isPublic: false, ...links },
      company: { name: issuer.company.name },
      person: { name: actor.name, email: actor.email },
      isMember: true,
      redirect: { host: "client.example", isLoopback: false },
    });
    expect(view.scopes.map(({ key, level, isAllowed }) => [key, level, isAllowed])).toEqual([
      ["stock", "write", false],
      ["open:read", "read", false],
      ["labels", "read", false],
    ]);
    expect(view.scopes[0]?.names.fr).toBe("x");
    expect(isCsrfToken({ sessionId, requestId: id }, view.csrf)).toBe(true);
    expect(isCsrfToken({ sessionId: newOpaqueId(), requestId: id }, view.csrf)).toBe(false);
  });

  it("marks what was allowed before (#70), and leaves out what is not offered any more", async () => {
    const issuer = await testIssuer();
    await issueAccess(issuer, { scopes: ["stock"] });
    const { actor } = await testBrowser(issuer);
    const id = await testRequest(issuer, { scopes: ["stock", "labels", "open:read"] });
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expect((await read(actor, id)).scopes.map(({ key, isAllowed }) => [key, isAllowed])).toEqual([
      ["open:read", false],
      ["stock", true],
    ]);
  });

  it.each([
    ["https://client.example:8443/cb", "client.example:8443", false],
    ["http://127.0.0.1:5000/cb", "127.0.0.1:5000", true],
    ["com.example.app:/cb", "com.example.app:", false],
  ])("names the whole host of %s", async (redirectUri, host, isLoopback) => {
    const issuer = await testIssuer();
    const { actor } = await testBrowser(issuer);
    const id = await testRequest(issuer);
    await issuer.db.authorizationRequest.update({ where: { id }, data: { redirectUri } });
    expect((await read(actor, id)).redirect).toEqual({ host, isLoopback });
  });

  it("tells somebody of another company that they can only deny", async () => {
    const issuer = await testIssuer();
    const stranger = await testCompany();
    const { actor } = await testBrowser({ db: issuer.db, ...stranger });
    expect((await read(actor, await testRequest(issuer))).isMember).toBe(false);
  });
});

describe("a waiting request", () => {
  it("belongs to the session that opens it first (#65)", async () => {
    const issuer = await testIssuer();
    const [first, second] = [await testBrowser(issuer), await testBrowser(issuer)];
    const id = await testRequest(issuer);
    await read(first.actor, id);
    await expect(read(second.actor, id)).rejects.toThrow(refusal("not_your_request"));
    expect((await read(first.actor, id)).id).toBe(id);
  });

  it("is free again once that session has ended, so that one can sign in as another", async () => {
    const issuer = await testIssuer();
    const [first, second] = [await testBrowser(issuer), await testBrowser(issuer)];
    const id = await testRequest(issuer);
    await read(first.actor, id);
    await issuer.db.session.update({ where: { id: first.sessionId }, data: { endedAt: new Date() } });
    expect((await read(second.actor, id)).id).toBe(id);
    const { sessionId } = await issuer.db.authorizationRequest.findUniqueOrThrow({ where: { id } });
    expect(sessionId).toBe(second.sessionId);
  });

  it("goes to exactly one of many sessions at once", async () => {
    const issuer = await testIssuer();
    const browsers = await Promise.all(Array.from({ length: 50 }, () => testBrowser(issuer)));
    const id = await testRequest(issuer);
    const outcomes = await Promise.allSettled(browsers.map(({ actor }) => read(actor, id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is over at its end, when decided, and when it never was", async () => {
    const issuer = await testIssuer();
    const { actor } = await testBrowser(issuer);
    const over = [
      await testRequest(issuer, { expiresAt: new Date() }),
      await testRequest(issuer),
      newOpaqueId(),
      "no-id",
      "\u0000",
    ];
    await issuer.db.authorizationRequest.update({ where: { id: over[1] ?? "" }, data: { decidedAt: new Date() } });
    for (const id of over) await expect(read(actor, id)).rejects.toThrow(refusal("request_expired"));
  });

  it("that wants a newer sign-in is shown to no older one, by whichever address it is opened (#52)", async () => {
    const issuer = await testIssuer();
    const limit = new Date(Date.now() - seconds(60));
    const id = await testRequest(issuer, { authenticatedAfter: limit });
    const { actor } = await testBrowser(issuer);
    for (const authenticatedAt of [new Date(limit.getTime() - seconds(1)), limit])
      await expect(read({ ...actor, authenticatedAt }, id)).rejects.toThrow(refusal("fresh_sign_in_required"));
    expect((await read({ ...actor, authenticatedAt: new Date(limit.getTime() + 1) }, id)).id).toBe(id);
  });

  it("is not shown to nobody, nor for a client that was disabled meanwhile (#48)", async () => {
    const issuer = await testIssuer();
    const { actor } = await testBrowser(issuer);
    const id = await testRequest(issuer);
    await expect(read({ kind: "nobody" }, id)).rejects.toThrow(refusal("sign_in_required"));
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { disabledAt: new Date() } });
    await expect(read(actor, id)).rejects.toThrow(refusal("unknown_client"));
  });
});
