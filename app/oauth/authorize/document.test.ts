import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as introspect } from "@/app/oauth/introspect/route";
import { POST as postPushed } from "@/app/oauth/par/route";
import { POST as revoke } from "@/app/oauth/revoke/route";
import { POST as postToken } from "@/app/oauth/token/route";
import { hashOf } from "@/lib/crypto/hash";
import { after, days, hours, minutes } from "@/lib/duration";
import { throttleKey } from "@/lib/policy/throttle";
import { CHALLENGE, expectPage, get, ISSUER, kept, query } from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { isServer, testDatabase } from "@/lib/testing/database";
import { admitting, closeAll, documentHost } from "@/lib/testing/documents";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { bodyOf, codeClient, formRequest, issueCode, outcomeOf, type TestClient } from "@/lib/testing/oauth";

testDatabase();
const documents = documentHost();

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await testIssuer();
});
beforeEach(async () => {
  await closeAll(issuer);
  await issuer.db.throttle.deleteMany();
});

/** A request of the client with that document, of a browser in which nobody is signed in. */
const ask = (url: string, changes: Record<string, string | null> = {}) =>
  get(query(issuer, { client_id: url, ...changes }));
const rowOf = (url: string, { company } = issuer) =>
  issuer.db.client.findUniqueOrThrow({ where: { companyId_documentUrl: { companyId: company.id, documentUrl: url } } });
const rows = (url: string) => issuer.db.client.count({ where: { documentUrl: url } });
const events = async (id: string) =>
  (await issuer.db.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );

/** What a page says went wrong. */
const refusal = async (response: Response, status: number): Promise<string | undefined> =>
  /<dt>[^<]*<\/dt><dd dir="ltr">([a-z_]+)<\/dd>/.exec(await expectPage(response, status))?.[1];

describe("a company that takes agents", () => {
  it("knows one by its document, and puts its request before the person", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish({ client_uri: "http://127.0.0.1:9/", token_endpoint_auth_method: "none" });
    const request = await kept(issuer, await ask(url));
    const row = await rowOf(url);
    expect(request.clientId).toBe(row.id);
    expect(row).toMatchObject({
      name: "Sample agent",
      origin: "document",
      isPublic: true,
      verifiedAt: null,
      awaitsApprovalSince: null,
      permissionGroupId: issuer.group.id,
      redirectUris: ["https://client.example/callback"],
    });
    expect(row.key).not.toBe(url);
    expect(await events(row.id)).toEqual(["client.registered"]);
  });

  it("reads it once for fifty at once, and knows one client (#246)", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    const all = await Promise.all(Array.from({ length: isServer() ? 50 : 20 }, () => ask(url)));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([303]));
    expect([documents.reads(url), await rows(url)]).toEqual([1, 1]);
    expect(await events((await rowOf(url)).id)).toEqual(["client.registered"]);
  });

  it("knows no client by the key that its row is stored under", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    await ask(url);
    expect(await refusal(await ask((await rowOf(url)).key), 400)).toBe("unknown_client");
  });

  it.each<[string, (url: string) => string]>([
    ["an address without a path", () => "https://client.example/"],
    ["an address inside", () => "https://10.0.0.1/client.json"],
    ["the metadata of a cloud", () => "http://169.254.169.254/client.json"],
    ["a fragment", (url) => `${url}#x`],
    ["a dot segment", (url) => url.replace("/client", "/a/../client")],
    ["user information", (url) => url.replace("://", "://u@")],
  ])("takes no address that is none of a document: %s (#244, #245)", async (_name, change) => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    const changed = change(url);
    expect(await refusal(await ask(changed), 400)).toBe("invalid_client_document");
    expect([documents.reads(url), await rows(changed)]).toEqual([0, 0]);
  });

  it.each<[string, () => string]>([
    ["names another client", () => documents.publish({ client_id: "https://client.example/other.json" })],
    ["holds a secret", () => documents.publish({ client_secret: "x" })],
    ["asks for a callback that no client has", () => documents.publish({ redirect_uris: ["http://client.example/x"] })],
    ["is not there", () => documents.at((_, response) => response.writeHead(404).end())],
    ["is elsewhere", () => documents.at((_, response) => response.writeHead(302, { location: "/" }).end())],
    ["is a page", () => documents.at((_, response) => response.setHeader("content-type", "text/html").end("{}"))],
    ["is too large", () => documents.publish({ contacts: ["x".repeat(5_200)] })],
  ])("takes no document that %s (#244)", async (_what, publish) => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = publish();
    expect(await refusal(await ask(url), 400)).toBe("invalid_client_document");
    expect([documents.reads(url), await rows(url)]).toEqual([1, 0]);
  });

  it("reads no more new documents for one network than an office needs (#239)", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const key = throttleKey({ what: "client-document", subject: "unknown" });
    const windowEndsAt = after(new Date(), minutes(30));
    await issuer.db.throttle.create({ data: { key, count: 59, windowEndsAt } });
    await kept(issuer, await ask(documents.publish()));
    const url = documents.publish();
    const response = await ask(url);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(1000);
    expect([await refusal(response, 429), documents.reads(url)]).toEqual(["too_many_requests", 0]);
  });
});

describe("the company's policy", () => {
  it("comes before the document: who is not taken is not asked for anything", async () => {
    const url = documents.publish();
    for (const policy of [
      { agentPolicy: "closed" },
      { agentPolicy: "listed", agentHosts: ["other.example"] },
      { agentPolicy: "closed", registrationPolicy: "open" },
    ]) {
      await admitting(issuer, policy);
      expect(await refusal(await ask(url), 403)).toBe("agents_not_admitted");
    }
    await admitting(issuer, { agentPolicy: "open" });
    await issuer.db.company.update({ where: { id: issuer.company.id }, data: { agentGroupId: null } });
    expect(await refusal(await ask(url), 403)).toBe("agents_not_admitted");
    expect([documents.reads(url), await rows(url)]).toEqual([0, 0]);
  });

  it("takes a listed host without asking", async () => {
    for (const agentPolicy of ["listed", "ask"]) {
      await admitting(issuer, { agentPolicy, agentHosts: [documents.host()] });
      await kept(issuer, await ask(documents.publish()));
    }
  });

  it("makes an unknown one wait until an administrator lets it in", async () => {
    await admitting(issuer, { agentPolicy: "ask", agentHosts: [] });
    const url = documents.publish();
    for (let i = 0; i < 2; i++) expect(await refusal(await ask(url), 403)).toBe("client_awaits_approval");
    const { id, awaitsApprovalSince } = await rowOf(url);
    expect(awaitsApprovalSince).not.toBeNull();
    await issuer.db.client.update({ where: { id }, data: { awaitsApprovalSince: null } });
    await kept(issuer, await ask(url));
    expect(documents.reads(url)).toBe(1);
  });

  it("lets in who waits, once nobody has to wait any more", async () => {
    await admitting(issuer, { agentPolicy: "ask", agentHosts: [] });
    const url = documents.publish();
    await ask(url);
    await admitting(issuer, { agentPolicy: "open" });
    await kept(issuer, await ask(url));
    expect((await rowOf(url)).awaitsApprovalSince).toBeNull();
  });

  it("keeps out who was disabled, and forgets who was removed", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    await ask(url);
    const { id } = await rowOf(url);
    await issuer.db.client.update({ where: { id }, data: { disabledAt: new Date() } });
    expect(await refusal(await ask(url), 400)).toBe("unknown_client");
    await admitting(issuer, { agentPolicy: "ask", agentHosts: [] });
    const removed = { removedAt: new Date(), verifiedAt: new Date(), documentExpiresAt: new Date(0) };
    await issuer.db.client.update({ where: { id }, data: removed });
    expect(await refusal(await ask(url), 403)).toBe("client_awaits_approval");
    expect(await rowOf(url)).toMatchObject({ id, removedAt: null, disabledAt: null, verifiedAt: null });
    expect(await events(id)).toEqual(["client.registered", "client.registered"]);
  });
});

describe("several companies", () => {
  it("each have their own client of one document, found by the API that is asked for", async () => {
    const other = await testIssuer();
    for (const one of [issuer, other]) await admitting(one, { agentPolicy: "open" });
    const url = documents.publish();
    expect(await refusal(await ask(url), 400)).toBe("invalid_target");
    expect(await refusal(await ask(url, { resource: `${ISSUER}/open` }), 400)).toBe("invalid_target");
    expect(documents.reads(url)).toBe(0);
    await kept(issuer, await ask(url, { resource: issuer.audience }));
    await kept(other, await ask(url, { resource: other.audience }));
    expect([(await rowOf(url)).companyId, (await rowOf(url, other)).companyId]).toEqual([
      issuer.company.id,
      other.company.id,
    ]);
    expect(await refusal(await ask(url, { resource: "\0" }), 400)).toBe("invalid_target");
    await admitting(other, { agentPolicy: "closed" });
    expect(await refusal(await ask(url, { resource: other.audience }), 403)).toBe("agents_not_admitted");
    await kept(issuer, await ask(url));
  });
});

describe("a document that has changed", () => {
  const expire = (id: string, ago: number) =>
    issuer.db.client.update({ where: { id }, data: { documentExpiresAt: after(new Date(), -ago) } });

  it("is read again when its time is over, and an administrator's mark goes with its name", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish({}, { cacheControl: "max-age=600" });
    await ask(url);
    const first = await rowOf(url);
    const lifetime = (first.documentExpiresAt?.getTime() ?? 0) - (first.documentFetchedAt?.getTime() ?? 0);
    expect(lifetime).toBe(minutes(10));
    await issuer.db.client.update({ where: { id: first.id }, data: { verifiedAt: new Date() } });
    await expire(first.id, 1);
    documents.republish(url, { client_name: "Another name" });
    await kept(issuer, await ask(url));
    expect(await rowOf(url)).toMatchObject({ id: first.id, name: "Another name", verifiedAt: null });
    expect(await events(first.id)).toEqual(["client.registered", "client.updated", "client.unverified"]);
  });

  it("counts for a day as it was when it cannot be read, and then no more", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    await ask(url);
    const { id } = await rowOf(url);
    documents.republish(url, { client_secret: "x" });
    await expire(id, days(1) - minutes(1));
    await kept(issuer, await ask(url));
    await expire(id, days(1));
    expect(await refusal(await ask(url), 400)).toBe("invalid_client_document");
  });
});

describe("the token endpoint", () => {
  const agent = async (url: string): Promise<TestClient> => {
    const { id, name } = await rowOf(url);
    return { id, key: url, name, secret: null };
  };
  const redeem = async (url: string, client: TestClient, named = url) => {
    const { code, verifier, redirectUri } = await issueCode(issuer, { client, scopes: ["stock"] });
    const fields = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri };
    return postToken(formRequest("/oauth/token", { ...fields, client_id: named }));
  };

  it("knows it by its address, among several companies by its code and its refresh token", async () => {
    const other = await testIssuer();
    for (const one of [issuer, other]) await admitting(one, { agentPolicy: "open" });
    const url = documents.publish();
    for (const one of [other, issuer]) await ask(url, { resource: one.audience });
    const client = await agent(url);
    const first = await redeem(url, client);
    expect(first.status).toBe(200);
    const { access_token, refresh_token } = await bodyOf(first);
    const api = await codeClient(issuer, { isApi: true });
    const told = await bodyOf(await introspect(formRequest("/oauth/introspect", { token: access_token }, api)));
    expect(told).toMatchObject({ active: true, client_id: url });
    const second = formRequest("/oauth/token", { grant_type: "refresh_token", refresh_token, client_id: url });
    expect((await postToken(second)).status).toBe(200);
    expect((await revoke(formRequest("/oauth/revoke", { token: access_token, client_id: url }))).status).toBe(200);
    const row = await issuer.db.accessToken.findUniqueOrThrow({ where: { tokenHash: hashOf(access_token ?? "") } });
    expect(row.revokedAt).not.toBeNull();
  });

  it("takes neither its stored key, nor one that waits, nor one that its company does not take any more", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    await ask(url);
    const client = await agent(url);
    const refused = [401, "invalid_client"];
    expect(await outcomeOf(await redeem(url, client, (await rowOf(url)).key))).toEqual(refused);
    await issuer.db.client.update({ where: { id: client.id }, data: { awaitsApprovalSince: new Date() } });
    expect(await outcomeOf(await redeem(url, client))).toEqual(refused);
    await issuer.db.client.update({ where: { id: client.id }, data: { awaitsApprovalSince: null } });
    await admitting(issuer, { agentPolicy: "closed" });
    expect(await outcomeOf(await redeem(url, client))).toEqual(refused);
    expect(await outcomeOf(await redeem(url, client, documents.publish()))).toEqual(refused);
  });

  it("takes none whose document is gone for more than a day", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    await ask(url);
    documents.republish(url, { client_id: "x" });
    const client = await agent(url);
    const expire = (ago: number) =>
      issuer.db.client.update({ where: { id: client.id }, data: { documentExpiresAt: after(new Date(), -ago) } });
    await expire(hours(23));
    expect((await redeem(url, client)).status).toBe(200);
    await expire(hours(24));
    expect(await outcomeOf(await redeem(url, client))).toEqual([401, "invalid_client"]);
  });
});

describe("pushed requests", () => {
  it("come from an agent that nobody knew before, and open at its company", async () => {
    const other = await testIssuer();
    for (const one of [issuer, other]) await admitting(one, { agentPolicy: "open" });
    const url = documents.publish();
    const fields = {
      client_id: url,
      response_type: "code",
      redirect_uri: "https://client.example/callback",
      scope: "stock",
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
    };
    const push = (more: Record<string, string> = {}) => postPushed(formRequest("/oauth/par", { ...fields, ...more }));
    expect(await outcomeOf(await push())).toEqual([400, "invalid_target"]);
    const pushed = await push({ resource: issuer.audience });
    expect(pushed.status).toBe(201);
    const { request_uri = "" } = await bodyOf(pushed);
    const opened = await get(new URLSearchParams({ client_id: url, request_uri }).toString());
    expect((await kept(issuer, opened)).clientId).toBe((await rowOf(url)).id);
    await closeAll(issuer);
    expect(await outcomeOf(await push({ resource: issuer.audience }))).toEqual([403, "access_denied"]);
  });
});

describe("a client that nobody vouches for", () => {
  it("cannot be used to send strangers anywhere by what it asks (#61)", async () => {
    await admitting(issuer, { agentPolicy: "open" });
    const url = documents.publish();
    expect(await refusal(await ask(url, { scope: "no-such-context" }), 400)).toBe("invalid_scope");
    const dynamic = await issuer.db.client.create({
      data: {
        companyId: issuer.company.id,
        key: "dynamic-client",
        name: "Sample agent",
        grantType: "authorization_code",
        origin: "dynamic",
        isPublic: true,
        redirectUris: ["https://client.example/callback"],
        permissionGroupId: issuer.group.id,
      },
    });
    const wrong = query(issuer, { client_id: dynamic.key, scope: "no-such-context" });
    expect(await refusal(await get(wrong), 400)).toBe("invalid_scope");
    const { cookie } = await testBrowser(issuer);
    const location = (response: Response) => response.headers.get("location") ?? "";
    expect(location(await get(wrong, { cookie }))).toMatch(/^https:\/\/client\.example\/callback\?error=invalid_scope/);
    expect(location(await get(`${wrong}&prompt=none`))).toMatch(/error=invalid_scope/);
    await issuer.db.client.update({ where: { id: dynamic.id }, data: { verifiedAt: new Date() } });
    expect(location(await get(wrong))).toMatch(/error=invalid_scope/);
  });
});
