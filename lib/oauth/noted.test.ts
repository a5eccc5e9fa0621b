import { beforeEach, describe, expect, it } from "vitest";
import { explainFailure } from "@/lib/clients/failures/explain";
import { listFailures } from "@/lib/clients/failures/list";
import type { Context } from "@/lib/context";
import { after, days, minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { settled, signedIn, testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { basic, codeClient, formRequest, issueCode, ownClient } from "@/lib/testing/oauth";
import { authorize } from "./authorize";
import { introspect } from "./introspect";
import { noted } from "./noted";
import { push } from "./push";
import { revoke } from "./revoke";
import { token } from "./token";

testDatabase();

let issuer: TestIssuer;
let clock = new Date();
beforeEach(async () => {
  issuer = await testIssuer();
  // Each test in a minute of its own: what may be kept is counted by the minute.
  clock = after(clock, minutes(2));
});

const asked = (): Promise<Context> => testContext({ now: clock });

/** Runs it, swallows its refusal, and waits for what was put off. */
async function fails(run: (ctx: Context) => Promise<unknown>): Promise<Context> {
  const ctx = await asked();
  await run(ctx).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
  await settled();
  return ctx;
}
const failures = async (of = issuer) => listFailures(await testContext({ actor: of.actor }), { id: of.client.id });
const at = (changes: Record<string, string>) =>
  new Request(
    `http://localhost:3000/oauth/authorize?${new URLSearchParams({
      response_type: "code",
      client_id: issuer.client.key,
      redirect_uri: "https://client.example/callback",
      state: "secret-state",
      nonce: "secret-nonce",
      ...changes,
    })}`,
  );
const form = (fields: Record<string, string>, client = ownClient(issuer)) => formRequest("/x", fields, client);

describe("a refused request is kept for the client that it named", () => {
  it("with what came, what is registered and where they part", async () => {
    const ctx = await fails((given) => authorize(given, at({ redirect_uri: "https://client.example/callback/" })));
    expect(await failures()).toEqual([
      expect.objectContaining({
        endpoint: "authorize",
        refusal: "invalid_redirect_uri",
        code: 40010,
        parameter: "redirect_uri",
        received: "https://client.example/callback/",
        registered: ["https://client.example/callback"],
        difference: { before: "https://client.example/callback", received: "/", registered: "", after: "" },
        requestId: ctx.origin.requestId,
        ip: "203.0.113.7",
        reason: null,
      }),
    ]);
  });

  type Case = [string, () => Promise<unknown>, Record<string, unknown>];
  const cases: Case[] = [
    [
      "without PKCE",
      () => fails((ctx) => authorize(ctx, at({}))),
      { refusal: "invalid_request", parameter: "code_challenge", received: null },
    ],
    [
      "with an unknown context",
      () =>
        fails((ctx) =>
          noted("par", push)(
            ctx,
            form({
              response_type: "code",
              scope: "gold",
              code_challenge_method: "S256",
              code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            }),
          ),
        ),
      {
        endpoint: "par",
        refusal: "invalid_scope",
        parameter: "scope",
        received: "gold",
        registered: expect.arrayContaining(["open:read", "stock", "labels"]),
      },
    ],
    [
      "with a wrong secret",
      () =>
        fails((ctx) =>
          noted("token", token)(ctx, form({ grant_type: "x" }, { ...ownClient(issuer), secret: "wrong" })),
        ),
      { refusal: "invalid_client", parameter: "client_authentication", received: "client_secret_basic" },
    ],
    [
      "with another grant type",
      () => fails((ctx) => noted("token", token)(ctx, form({ grant_type: "client_credentials" }))),
      {
        refusal: "unauthorized_client",
        parameter: "grant_type",
        received: "client_credentials",
        registered: ["authorization_code", "refresh_token"],
      },
    ],
    [
      "with parameters in the address",
      () => {
        const headers = basic(`${issuer.client.key}:${issuer.clientSecret}`);
        const request = new Request("http://localhost:3000/oauth/token?grant_type=refresh_token", {
          method: "POST",
          headers,
        });
        return fails((ctx) => noted("token", token)(ctx, request));
      },
      { refusal: "invalid_request", parameter: null, received: null, reason: "in_address" },
    ],
    [
      "without a token to look at",
      () => fails((ctx) => noted("introspect", introspect)(ctx, form({}))),
      { endpoint: "introspect", refusal: "invalid_request", parameter: "token", received: null },
    ],
    [
      "that is no form",
      () => {
        const { authorization } = basic(`${issuer.client.key}:${issuer.clientSecret}`);
        const headers = { "content-type": "application/json", authorization };
        const request = new Request("http://localhost:3000/oauth/revoke", { method: "POST", headers, body: "{}" });
        return fails((ctx) => noted("revoke", revoke)(ctx, request));
      },
      {
        endpoint: "revoke",
        refusal: "unsupported_media_type",
        parameter: "content-type",
        received: "application/json",
      },
    ],
  ];
  it.each(cases)("%s", async (_case, run, expected) => {
    await run();
    const [kept, ...more] = await failures();
    expect(kept).toMatchObject(expected);
    expect(more).toEqual([]);
  });

  it("with the reason that the answer keeps to itself, and never the code or verifier", async () => {
    const { code, verifier } = await issueCode(issuer, { now: clock });
    const own = { grant_type: "authorization_code", code, code_verifier: verifier };
    const run = (fields: Record<string, string>) =>
      fails((ctx) => noted("token", token)(ctx, form({ ...own, ...fields })));
    await run({ code_verifier: "a".repeat(43) });
    await run({ redirect_uri: "https://client.example/other" });
    await run({});
    await run({});
    const kept = await failures();
    expect(kept.map(({ parameter, reason, received }) => [parameter, reason, received]).sort()).toEqual([
      ["code", "used", null],
      ["code_verifier", "wrong_verifier", null],
      ["redirect_uri", "other_redirect_uri", "https://client.example/other"],
    ]);
    const rows = JSON.stringify(await issuer.db.failedRequest.findMany({ where: { clientId: issuer.client.id } }));
    for (const secret of [code, verifier, "a".repeat(43), issuer.clientSecret]) expect(rows).not.toContain(secret);
  });

  it("at an endpoint that takes a token, by that token, ended or not", async () => {
    const { token: access } = await issueAccess(issuer, { expiresAt: after(clock, -days(1)) });
    const headers = { authorization: `Bearer ${access}` };
    const refuse = async () => {
      throw new Refusal("invalid_token");
    };
    await fails((ctx) =>
      noted("userinfo", refuse)(ctx, new Request("http://localhost:3000/oauth/userinfo", { headers })),
    );
    expect(await failures()).toMatchObject([{ endpoint: "userinfo", refusal: "invalid_token", received: null }]);
  });
});

describe("nothing is kept", () => {
  it("of what nobody can mend, of strangers, and of a client that there is not", async () => {
    await fails((ctx) =>
      authorize(
        ctx,
        at({
          prompt: "none",
          code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
          code_challenge_method: "S256",
        }),
      ),
    );
    const fault = async () => {
      throw new Refusal("server_error");
    };
    await fails((ctx) => noted("token", fault)(ctx, form({})));
    await fails((ctx) => noted("token", token)(ctx, form({}, { ...ownClient(issuer), key: "nobody" })));
    await fails((ctx) => noted("token", token)(ctx, new Request("http://localhost:3000/x", { method: "POST" })));
    expect(await issuer.db.failedRequest.count({ where: { clientId: issuer.client.id } })).toBe(0);
  });

  it("of a flood beyond twenty in a minute, and of the next minute again", async () => {
    const client = ownClient(issuer);
    for (let index = 0; index < 25; index++) await fails((ctx) => noted("token", token)(ctx, form({}, client)));
    expect(await failures()).toHaveLength(20);
    clock = after(clock, minutes(1));
    await fails((ctx) => noted("token", token)(ctx, form({}, client)));
    expect(await failures()).toHaveLength(21);
  });

  it("when the write fails, and the answer is the same", async () => {
    const ctx = await asked();
    const work: Promise<void>[] = [];
    const broken = { ...ctx, db: {} as Context["db"], later: (task: () => Promise<void>) => void work.push(task()) };
    const refuse = async () => {
      throw new Refusal("invalid_scope");
    };
    await expect(noted("token", refuse)(broken, form({ scope: "x" }))).rejects.toMatchObject({ name: "invalid_scope" });
    await expect(Promise.all(work)).rejects.toThrow();
  });
});

describe("who is told", () => {
  it("administrators of its company alone; whoever has the id learns which parameter it was", async () => {
    const ctx = await fails((given) => authorize(given, at({ redirect_uri: "https://client.example/x" })));
    const requestId = ctx.origin.requestId;
    const { id, name } = issuer.client;
    const known = { refusal: "invalid_redirect_uri", parameter: "redirect_uri" };
    const ask = async (actor?: Context["actor"]) =>
      explainFailure(await testContext(actor ? { actor } : {}), { requestId });
    expect(await ask(issuer.actor)).toEqual({ ...known, client: { id, name } });
    const member = signedIn(issuer.user, issuer.company, "member");
    for (const actor of [undefined, member, (await testCompany()).actor])
      expect(await ask(actor)).toEqual({ ...known, client: null });
    expect(await explainFailure(await testContext(), { requestId: "none" })).toBeNull();

    const other = await testContext({ actor: (await testCompany()).actor });
    await expect(listFailures(other, { id })).rejects.toMatchObject({ name: "not_found" });
    await expect(listFailures(await testContext({ actor: member }), { id })).rejects.toMatchObject({
      name: "forbidden",
    });
    const spa = await codeClient(issuer, { isPublic: true });
    expect(await listFailures(await testContext({ actor: issuer.actor }), { id: spa.id })).toEqual([]);
  });
});
