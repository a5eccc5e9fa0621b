import { describe, expect, it } from "vitest";
import { newCredential } from "@/lib/crypto/credential";
import { PASSWORD, testAccount } from "@/lib/testing/account";
import { testDatabase } from "@/lib/testing/database";
import { GET, POST } from "./route";

testDatabase();

const ORIGIN = "http://localhost:3000";
const url = (action: string) => `${ORIGIN}/api/auth/${action}`;

/** A browser's jar, as far as these endpoints need one. */
class Jar {
  readonly values = new Map<string, string>();
  readonly lines: string[] = [];
  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      this.lines.push(line);
      const [pair = ""] = line.split(";");
      const [name = "", value = ""] = pair.split("=");
      if (value === "") this.values.delete(name);
      else this.values.set(name, value);
    }
  }
  get header(): string {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

async function get(jar: Jar, action: string): Promise<Response> {
  const response = await GET(new Request(url(action), { headers: { cookie: jar.header } }));
  jar.take(response);
  return response;
}

type Posted = { jar: Jar; action: string; form: Record<string, string>; headers?: Record<string, string> };
async function post({ jar, action, form, headers = {} }: Posted): Promise<Response> {
  const sent = { origin: ORIGIN, cookie: jar.header, "content-type": "application/x-www-form-urlencoded", ...headers };
  const body = new URLSearchParams(form).toString();
  const response = await POST(new Request(url(action), { method: "POST", headers: sent, body }));
  jar.take(response);
  return response;
}

const tokenFor = async (jar: Jar): Promise<string> =>
  ((await (await get(jar, "csrf")).json()) as { csrfToken: string }).csrfToken;

async function enter(jar: Jar, email: string, more: Record<string, string> = {}): Promise<Response> {
  const csrfToken = await tokenFor(jar);
  return post({ jar, action: "callback/credentials", form: { csrfToken, email, password: PASSWORD, ...more } });
}

const isSignedIn = async (jar: Jar): Promise<unknown> => (await get(jar, "session")).json();

describe("200", () => {
  it("tells of a session nothing but that there is one", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    expect(await isSignedIn(jar)).toEqual({ signedIn: false });
    await enter(jar, email);
    expect(await isSignedIn(jar)).toEqual({ signedIn: true });
  });

  it("takes no other credential for a session (#386, #387)", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    await enter(jar, email);
    const csrf = decodeURIComponent(jar.values.get("csrf-postern") ?? "");
    for (const value of [csrf, csrf.split("|")[0] ?? "", newCredential("personal").reveal(), "x".repeat(60)]) {
      jar.values.set("postern", value);
      expect(await isSignedIn(jar)).toEqual({ signedIn: false });
    }
  });

  it("says no-store", async () => {
    expect((await get(new Jar(), "session")).headers.get("cache-control")).toBe("no-store");
  });
});

describe("303", () => {
  it("signs in with the form's token, and the cookie is an opaque handle with safe attributes (#380)", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    const response = await enter(jar, email, { to: "/tokens?state=active" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`${ORIGIN}/tokens?state=active`);
    const line = jar.lines.find((cookie) => cookie.startsWith("postern="));
    expect(line).toMatch(/^postern=pst_ss_[0-9A-Za-z]{49}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(jar.lines.filter((cookie) => /domain/i.test(cookie))).toEqual([]);
    expect([...jar.values.keys()].sort()).toEqual(["csrf-postern", "postern"]);
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "/%", "javascript:alert(1)"])(
    "stays on our origin when asked to go on to %s (#77)",
    async (to) => {
      const { email } = await testAccount();
      const response = await enter(new Jar(), email, { to, callbackUrl: to });
      expect(new URL(response.headers.get("location") ?? "").origin).toBe(ORIGIN);
    },
  );

  it("gives a new handle at each sign-in and ends the one before (#379)", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    await enter(jar, email);
    const first = jar.values.get("postern") ?? "";
    await enter(jar, email);
    expect(jar.values.get("postern")).not.toBe(first);
    jar.values.set("postern", first);
    expect(await isSignedIn(jar)).toEqual({ signedIn: false });
  });

  it("leaves nothing of a handle that the browser was given before (#379)", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    const planted = newCredential("session").reveal();
    jar.values.set("postern", planted);
    await enter(jar, email);
    expect(jar.values.get("postern")).not.toBe(planted);
  });

  it("leads to the sign-in page, and to no session, with a wrong password", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    const response = await enter(jar, email, { password: "not this one, surely", to: "/log" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`${ORIGIN}/sign-in?error=wrong_credentials&to=%2Flog`);
    expect(jar.values.has("postern")).toBe(false);
  });

  it("leads to the sign-in page with an address that is none (#78)", async () => {
    const response = await enter(new Jar(), "a@x.tld,b@y.tld");
    expect(response.headers.get("location")).toBe(`${ORIGIN}/sign-in?error=invalid_input`);
  });

  it("signs out: the row ends, the cookie goes, and the old handle is dead (#381, #412)", async () => {
    const { email, db, user } = await testAccount();
    const jar = new Jar();
    await enter(jar, email);
    const handle = jar.values.get("postern") ?? "";
    const response = await post({ jar, action: "signout", form: { csrfToken: await tokenFor(jar) } });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`${ORIGIN}/sign-in`);
    expect(response.headers.get("clear-site-data")).toBe('"cache"');
    expect(jar.values.has("postern")).toBe(false);
    expect(await db.session.count({ where: { userId: user.id, endedAt: null } })).toBe(0);
    jar.values.set("postern", handle);
    expect(await isSignedIn(jar)).toEqual({ signedIn: false });
    expect(jar.values.has("postern")).toBe(false);
  });
});

describe("403", () => {
  it.each([["https://evil.example"], ["null"], [""]])("refuses a form from %j (#76, #393)", async (origin) => {
    const { email } = await testAccount();
    const jar = new Jar();
    const form = { csrfToken: await tokenFor(jar), email, password: PASSWORD };
    const response = await post({ jar, action: "callback/credentials", form, headers: { origin } });
    expect(response.status).toBe(403);
    expect(jar.values.has("postern")).toBe(false);
  });

  it.each([["no token"], ["another token"], ["another token as json"]])(
    "refuses a form with %s (#76)",
    async (what) => {
      const { email } = await testAccount();
      const jar = new Jar();
      const own = await tokenFor(jar);
      const csrfToken = what === "no token" ? "" : own.replace(/^./, (first) => (first === "0" ? "1" : "0"));
      const form = { csrfToken, email, password: PASSWORD, ...(what.endsWith("json") && { json: "true" }) };
      const response = await post({ jar, action: "callback/credentials", form });
      expect(response.status).toBe(403);
      expect(jar.values.has("postern")).toBe(false);
    },
  );

  it("does not sign out without the form's token", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    await enter(jar, email);
    expect((await post({ jar, action: "signout", form: {} })).status).toBe(403);
    expect(await isSignedIn(jar)).toEqual({ signedIn: true });
  });
});

describe("404 and 405", () => {
  it.each([
    "providers",
    "signin",
    "error",
    "_log",
    "verify-request",
    "callback/confirm",
    "callback/google",
    "x/../csrf/y",
    "constructor",
    "__proto__",
  ])("keeps %s shut", async (action) => {
    expect((await get(new Jar(), action)).status).toBe(404);
    expect((await post({ jar: new Jar(), action, form: {} })).status).toBe(404);
  });

  it("changes nothing by GET (#398)", async () => {
    const { email } = await testAccount();
    const jar = new Jar();
    await enter(jar, email);
    const response = await get(jar, "signout");
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
    expect((await get(jar, "callback/credentials")).status).toBe(405);
    expect(await isSignedIn(jar)).toEqual({ signedIn: true });
  });
});

describe("413 and 415", () => {
  it("reads no more of a body than a sign-in needs", async () => {
    const form = { email: "x".repeat(20_000) };
    expect((await post({ jar: new Jar(), action: "callback/credentials", form })).status).toBe(413);
  });

  it("takes a form alone", async () => {
    const headers = { "content-type": "application/json" };
    expect((await post({ jar: new Jar(), action: "callback/credentials", form: {}, headers })).status).toBe(415);
  });
});
