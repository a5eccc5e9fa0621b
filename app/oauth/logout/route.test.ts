import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/context";
import { days, after as plus } from "@/lib/duration";
import { afterSignOut, readSignOut } from "@/lib/oauth/sign-out";
import { signOutAsked } from "@/lib/oauth/sign-out-address";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import type { TestIssuer } from "@/lib/testing/issued";
import { signInIssuer, signInTo } from "@/lib/testing/sign-in";
import { GET, POST } from "./route";

testDatabase();

const ADDRESS = "http://localhost:3000/oauth/logout";
const AFTER = "https://client.example/bye?from=postern";
let issuer: TestIssuer;
let hint: string;
beforeAll(async () => {
  issuer = await signInIssuer();
  const { db, client } = issuer;
  await db.client.update({
    where: { id: client.id },
    data: { postLogoutRedirectUris: [AFTER, "com.example.app:/bye"] },
  });
  hint = (await signInTo(issuer, { now: plus(new Date(), -days(1)) })).id_token ?? "";
});

type Sent = Record<string, string>;
const searchOf = (response: Response): URLSearchParams => {
  expect(response.status).toBe(303);
  const { pathname, searchParams } = new URL(response.headers.get("location") ?? "", ADDRESS);
  expect(pathname).toBe("/sign-out");
  return searchParams;
};
const logout = (sent: Sent) => GET(new Request(`${ADDRESS}?${new URLSearchParams(sent)}`));
const seen = async (sent: Sent, actor: Actor = issuer.actor) =>
  readSignOut(await testContext({ actor }), searchOf(await logout(sent)));

describe("a sign-out that an application asks for (#556)", () => {
  it("asks the person, and then leads to the registered address with its state", async () => {
    for (const sent of [{ id_token_hint: hint }, { client_id: issuer.client.key }] as Sent[]) {
      const search = searchOf(await logout({ ...sent, post_logout_redirect_uri: AFTER, state: "a&b" }));
      const ctx = await testContext({ actor: issuer.actor });
      const { person, app, back } = await readSignOut(ctx, search);
      expect([app, person?.email, back?.host]).toEqual([issuer.client.name, issuer.user.email, "client.example"]);
      const form = { request: search.toString(), csrf: person?.csrf ?? "" };
      expect(await afterSignOut(ctx, form)).toBe(`${AFTER}&state=a%26b`);
    }
  });

  it("takes a form's POST like the address, and writes nothing of the hint into its own address", async () => {
    const body = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: AFTER, ui_locales: "fr" });
    const search = searchOf(await POST(new Request(ADDRESS, { method: "POST", body })));
    expect(signOutAsked(search)).toMatchObject({ to: AFTER, isHinted: true });
    expect([search.get("ui"), search.toString().includes(hint.slice(0, 20))]).toEqual(["fr", false]);
  });

  it.each([
    ["with one character less", { post_logout_redirect_uri: AFTER.slice(0, -1) }],
    ["with a query more", { post_logout_redirect_uri: `${AFTER}&x=1` }],
    ["of anybody", { post_logout_redirect_uri: "https://evil.example/" }],
    ["that is a script", { post_logout_redirect_uri: "javascript:alert(1)" }],
    ["of a client that is not there", { post_logout_redirect_uri: AFTER, client_id: "nobody" }],
  ])("asks, and never leads to an address %s", async (_name, sent: Sent) => {
    const { person, back } = await seen({ client_id: issuer.client.key, ...sent });
    expect([person === null, back]).toEqual([false, null]);
  });

  it("asks, and leads nowhere, when the hint was changed, is missing, or is another client's", async () => {
    const to = { post_logout_redirect_uri: AFTER };
    const wrong: Sent[] = [
      {},
      { id_token_hint: `${hint.slice(0, -2)}AA` },
      { id_token_hint: hint, client_id: "other" },
    ];
    for (const sent of wrong) expect(await seen({ ...to, ...sent })).toMatchObject({ app: null, back: null });
    const { access_token } = await signInTo(issuer);
    const bad = { client_id: issuer.client.key, id_token_hint: access_token };
    expect(await seen({ ...to, ...bad })).toMatchObject({ app: null, back: null });
  });

  it("leads whoever is signed out already back at once, but only where a hint shows a sign-in", async () => {
    const nobody = { kind: "nobody" } as const;
    const to = { post_logout_redirect_uri: "com.example.app:/bye" };
    expect(await seen({ ...to, id_token_hint: hint }, nobody)).toEqual({
      person: null,
      app: issuer.client.name,
      back: { address: "com.example.app:/bye", host: "com.example.app:" },
      isHinted: true,
    });
    expect((await seen({ ...to, client_id: issuer.client.key }, nobody)).isHinted).toBe(false);
  });

  it("is a page for a parameter that was sent twice or is too long, and sends the browser nowhere", async () => {
    const sent = new URLSearchParams({ client_id: issuer.client.key, post_logout_redirect_uri: AFTER });
    for (const wrong of [`${sent}&client_id=x`, `${sent}&state=${"s".repeat(2049)}`, `${sent}&state=%0a`]) {
      const { status, headers } = await GET(new Request(`${ADDRESS}?${wrong}`));
      expect([status, headers.get("location")]).toEqual([400, null]);
    }
  });
});

describe("the page's address and form", () => {
  it("count only as they were written, for the session that was asked", async () => {
    const search = searchOf(await logout({ id_token_hint: hint, post_logout_redirect_uri: AFTER, state: "s" }));
    const changed = (name: string, value: string | null) => {
      const copy = new URLSearchParams(search);
      if (value === null) copy.delete(name);
      else copy.set(name, value);
      return signOutAsked(copy);
    };
    expect(signOutAsked(search)).not.toBeNull();
    const wrong = [
      ["to", "https://evil.example/"],
      ["state", "t"],
      ["client", "x"],
      ["hinted", null],
      ["proof", null],
      ["proof", "AAAA"],
    ] as const;
    for (const [name, value] of wrong) expect(changed(name, value)).toBeNull();
    const ctx = await testContext({ actor: issuer.actor });
    const foreign = await readSignOut(await testContext({ actor: { ...issuer.actor, sessionId: "other" } }), search);
    const form = { request: search.toString(), csrf: foreign.person?.csrf ?? "" };
    await expect(afterSignOut(ctx, form)).rejects.toMatchObject({ name: "wrong_origin" });
  });

  it("lead nowhere once the address is not registered any more, or the client has ended", async () => {
    const search = searchOf(await logout({ client_id: issuer.client.key, post_logout_redirect_uri: AFTER }));
    const ctx = await testContext({ actor: issuer.actor });
    const back = async () => (await readSignOut(ctx, search)).back;
    const update = (data: object) => issuer.db.client.update({ where: { id: issuer.client.id }, data });
    expect(await back()).not.toBeNull();
    await update({ disabledAt: new Date() });
    expect(await back()).toBeNull();
    await update({ disabledAt: null, postLogoutRedirectUris: [] });
    expect(await back()).toBeNull();
  });
});
