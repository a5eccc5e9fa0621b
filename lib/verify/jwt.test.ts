import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { hours, after as plus, seconds } from "@/lib/duration";
import { keyring } from "@/lib/keys/keyring";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { partsOf, signedByUs, textSignedByUs, withHeader } from "@/lib/testing/forged";
import type { TestIssuer } from "@/lib/testing/issued";
import { jwtIssuer, publishedSet, tokensFor } from "@/lib/testing/jwt";
import { machineClient } from "@/lib/testing/oauth";
import { isMeantFor, verifyCredential } from "./verify";

const opened = testDatabase();

let issuer: TestIssuer;
let client: Awaited<ReturnType<typeof machineClient>>;
let token: string;
const issued = async (now?: Date) =>
  (await tokensFor(client, { grant_type: "client_credentials", resource: issuer.audience }, now)).access_token;
beforeAll(async () => {
  issuer = await jwtIssuer();
  client = await machineClient(issuer);
  token = await issued();
});

const verdictOf = async (text: string, now = new Date()) =>
  verifyCredential(await testContext({ now }), { scheme: "bearer", token: text });
const reasonFor = async (text: string, now?: Date) => {
  const verdict = await verdictOf(text, now);
  return verdict.active ? "active" : verdict.reason;
};

/** How many tokens are looked up while `work` runs. */
async function lookUpsDuring(work: () => Promise<unknown>): Promise<number> {
  const { pool } = opened();
  const query = pool.query;
  let count = 0;
  pool.query = ((...args: unknown[]) => {
    if ((args[0] as { name?: string }).name === "verify_access") count += 1;
    return (query as (...all: unknown[]) => unknown).apply(pool, args);
  }) as typeof query;
  await work();
  pool.query = query;
  return count;
}

describe("is refused before any look-up", () => {
  it.each([
    ["no algorithm (#347)", { alg: "none" }],
    ["no algorithm in capitals (#347)", { alg: "NONE" }],
    ["another algorithm (#348)", { alg: "RS256" }],
    ["a critical extension (#350)", { crit: ["x"], x: true }],
    ["an unencoded payload (#350)", { b64: false, crit: ["b64"] }],
    ["compression (#350)", { zip: "DEF" }],
    ["a key that is none of ours (#351)", { kid: "x".repeat(43) }],
    ["a path for a key (#351)", { kid: "../../dev/null" }],
    ["SQL for a key (#351)", { kid: "' OR 1=1 --" }],
    ["a number for a key", { kid: 1 }],
    ["the type of an ID token (#352)", { typ: "JWT" }],
    ["the type of a proof (#352)", { typ: "dpop+jwt" }],
    ["the type of a logout token (#352)", { typ: "logout+jwt" }],
    ["one member more", { cty: "x" }],
  ])("%s", async (_name, change) => {
    let reason = "";
    const lookUps = await lookUpsDuring(async () => {
      reason = await reasonFor(withHeader(token, change));
    });
    expect([reason, lookUps]).toEqual(["malformed", 0]);
  });

  it.each([
    ["no signature (#347)", () => `${token.split(".").slice(0, 2).join(".")}.`],
    ["two parts", () => token.split(".").slice(0, 2).join(".")],
    ["a signature of zeros (#357)", () => token.replace(/[^.]*$/, Buffer.alloc(64).toString("base64url"))],
    ["r = 0 (#357)", () => withSignature((bytes) => bytes.fill(0, 0, 32))],
    ["s = 0 (#357)", () => withSignature((bytes) => bytes.fill(0, 32))],
    ["a signature that is too short (#357)", () => withSignature((bytes) => bytes.subarray(1))],
    ["a signature that is too long (#357)", () => withSignature((bytes) => Buffer.concat([bytes, Buffer.of(0)]))],
    ["padding (#356)", () => `${token}=`],
    ["white space (#356)", () => `${token} `],
    ["bits left over at the end (#356)", () => withLooseBits(token)],
    ["one letter changed", () => token.replace(/\.(.)/, (_all, first: string) => `.${first === "e" ? "f" : "e"}`)],
  ])("%s", async (_name, forged) => {
    let reason = "";
    const lookUps = await lookUpsDuring(async () => {
      reason = await reasonFor(forged());
    });
    expect([reason, lookUps]).toEqual(["malformed", 0]);
  });

  function withSignature(change: (bytes: Buffer) => Buffer): string {
    const { head, body, signature } = partsOf(token);
    return `${head}.${body}.${change(Buffer.from(signature, "base64url")).toString("base64url")}`;
  }

  /** The same bytes by another last letter: 64 bytes leave four bits that decoders drop. */
  function withLooseBits(text: string): string {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const loose = text.slice(0, -1) + letters[letters.indexOf(text.slice(-1)) + 1];
    expect(Buffer.from(partsOf(loose).signature, "base64url")).toEqual(
      Buffer.from(partsOf(text).signature, "base64url"),
    );
    return loose;
  }

  it("an HMAC with the published key for its secret (#348)", async () => {
    const { keys } = await publishedSet();
    const { claims, header } = partsOf(token);
    for (const secret of [JSON.stringify(keys[0]), JSON.stringify({ keys }), String(keys[0]?.x)]) {
      const forged = new SignJWT(claims as JWTPayload).setProtectedHeader({ ...header, alg: "HS256" });
      expect(await reasonFor(await forged.sign(new TextEncoder().encode(secret.padEnd(32))))).toBe("malformed");
    }
  });

  it("a key that the token brings or names, at which nobody looks (#349)", async () => {
    let connections = 0;
    const canary = createServer((_request, response) => response.end("{}")).on("connection", () => {
      connections += 1;
    });
    await new Promise<void>((ready) => canary.listen(0, "127.0.0.1", ready));
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    const address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/keys`;
    const { claims, header } = partsOf(token);
    const jwk = await exportJWK(publicKey);
    for (const own of [{ jwk }, { jku: address }, { x5u: address }, { x5c: ["MAAA"] }, { x5t: "AAAA" }, {}]) {
      const forged = new SignJWT(claims as JWTPayload).setProtectedHeader({ alg: "ES256", ...header, ...own });
      expect(await reasonFor(await forged.sign(privateKey))).toBe("malformed");
    }
    canary.close();
    expect(connections).toBe(0);
  });

  it("an issuer that is not ours to the letter, and an end that is no instant (#353, #354)", async () => {
    const iss = "http://localhost:3000";
    const now = Math.floor(Date.now() / 1000);
    const good = { iat: now, exp: now + 600 };
    const changes: JWTPayload[] = [
      { ...good, iss: `${iss}/` },
      { ...good, iss: iss.toUpperCase() },
      { ...good, iss: [iss] as never },
      { iat: now },
      { ...good, exp: String(now + 600) as never },
      { ...good, exp: now + 600.5 },
      { ...good, exp: 1e30 },
      { ...good, exp: -1 },
      { ...good, nbf: now + 61 },
    ];
    for (const change of changes) expect(await reasonFor(await signedByUs(change))).toBe("malformed");
  });

  it("a member twice, and JSON that is not as we write it (#355)", async () => {
    const text = Buffer.from(partsOf(token).body, "base64url").toString();
    const twice = text.replace('"scope":', '"scope":"admin","scope":');
    for (const forged of [twice, text.replace(":", ": "), `${text}\n`, "[]", "null", "{", "\u0000"])
      expect(await reasonFor(await textSignedByUs(forged))).toBe("malformed");
  });
});

describe("is refused by its row", () => {
  it("what is rightly signed and was never issued: a stolen key alone opens nothing (#353)", async () => {
    const { claims } = partsOf(token);
    expect(await reasonFor(await signedByUs(claims as JWTPayload))).toBe("unknown");
    expect(await reasonFor(await signedByUs({ ...claims, scope: "stock labels postern:log:read" }))).toBe("unknown");
    const { aud: _aud, ...without } = claims;
    expect(await reasonFor(await signedByUs(without as JWTPayload))).toBe("unknown");
  });

  it("the twin of its signature, which the same key accepts (#356)", async () => {
    const { head, body, signature } = partsOf(token);
    const bytes = Buffer.from(signature, "base64url");
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const twin = (order - BigInt(`0x${bytes.subarray(32).toString("hex")}`)).toString(16).padStart(64, "0");
    const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(twin, "hex")]).toString("base64url");
    expect(await reasonFor(`${head}.${body}.${other}`)).toBe("unknown");
  });

  it("at another API (#353)", async () => {
    const verdict = await verdictOf(token);
    expect(verdict.active && isMeantFor(verdict, issuer.audience)).toBe(true);
    expect(verdict.active && isMeantFor(verdict, `${issuer.audience}/`)).toBe(false);
  });

  it("revoked, of a disabled client, of a withdrawn access: at once, and again when restored (#358)", async () => {
    const { db } = issuer;
    const own = await issued();
    const { jti: id } = partsOf(own).claims as { jti: string };
    const byClient = { where: { id: client.id }, data: { disabledAt: new Date() } };
    await db.client.update(byClient);
    expect(await reasonFor(own)).toBe("client_disabled");
    await db.client.update({ ...byClient, data: { disabledAt: null } });
    expect(await reasonFor(own)).toBe("active");
    await db.grant.update({ where: { id: client.grant.id }, data: { revokedAt: new Date() } });
    expect(await reasonFor(own)).toBe("revoked");
    await db.grant.update({ where: { id: client.grant.id }, data: { revokedAt: null } });
    await db.accessToken.update({ where: { id }, data: { revokedAt: new Date() } });
    expect(await reasonFor(own)).toBe("revoked");
    expect(await reasonFor(token)).toBe("active");
  });
});

it("ends at the second that it names, without leeway (#354)", async () => {
  const now = new Date("2027-05-01T10:00:00.400Z");
  const own = await issued(now);
  const { exp } = partsOf(own).claims as { exp: number };
  expect(exp).toBe(Math.floor(plus(now, hours(1)).getTime() / 1000));
  const end = new Date(exp * 1000);
  expect(await reasonFor(own, plus(end, -1))).toBe("active");
  expect(await reasonFor(own, end)).toBe("expired");
  expect(await reasonFor(own, plus(end, seconds(61)))).toBe("expired");
});

it("is over without a question for its key, which may have been destroyed", async () => {
  const own = withHeader(token, { kid: "x".repeat(43) });
  const { exp } = partsOf(own).claims as { exp: number };
  expect(await reasonFor(own, new Date(exp * 1000))).toBe("expired");
});

it("is accepted by a process that has not seen its key yet (#341)", async () => {
  const kept = (globalThis as Record<symbol, Map<string, unknown> | undefined>)[Symbol.for("postern.runtime")];
  const first = keyring();
  kept?.delete("keyring");
  expect(keyring()).not.toBe(first);
  expect(await reasonFor(token)).toBe("active");
});
