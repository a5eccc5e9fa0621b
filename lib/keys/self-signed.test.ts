import { CompactSign, exportJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { dpopKey, type TestKey } from "@/lib/testing/dpop";
import { readSelfSigned, SELF_SIGNED_ALGORITHMS } from "./self-signed";

const TYP = "dpop+jwt";
const read = (token: string) => readSelfSigned(token, { typ: TYP });

let key: TestKey;
let other: TestKey;
beforeAll(async () => {
  [key, other] = [await dpopKey(), await dpopKey()];
});

const signed = (header: object = {}, by: TestKey = key) =>
  new SignJWT({ said: "so" })
    .setProtectedHeader({ typ: TYP, alg: by.alg, jwk: by.jwk, ...header } as { alg: string })
    .sign(by.privateKey);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a JWT with its own key", () => {
  it.each(SELF_SIGNED_ALGORITHMS)("tells its claims and the thumbprint of the key, signed with %s", async (alg) => {
    const own = await dpopKey(alg);
    expect(await read(await signed({}, own))).toEqual({ thumbprint: own.jkt, claims: { said: "so" } });
  });

  it("may have members that nobody knows, in the header and in the key (#313)", async () => {
    const jwk = { ...key.jwk, kid: "mine", use: "sig", extra: [1] };
    expect(await read(await signed({ jwk, kid: "x", extra: { deep: 1 } }))).toMatchObject({ thumbprint: key.jkt });
  });

  it.each([
    ["typ", undefined],
    ["typ", "JWT"],
    ["typ", "at+jwt"],
    ["typ", "DPOP+JWT"],
    ["jwk", undefined],
    ["jwk", "a key"],
    ["jwk", null],
    ["jwk", []],
    ["jwk", {}],
  ])("is none with %s %j (#305, #306)", async (name, value) => {
    expect(await read(await signed({ [name]: value }))).toBeNull();
  });

  it("is none with an algorithm that is not listed, symmetric, absent, or another than the key's (#305, #307)", async () => {
    const [header, body, signature] = (await signed()).split(".");
    for (const alg of ["none", "HS256", "RS256", "ES384", "EdDSA", undefined, 7]) {
      const head = encoded({ typ: TYP, alg, jwk: key.jwk });
      for (const end of [signature, ""]) expect(await read(`${head}.${body}.${end}`)).toBeNull();
    }
    const rsa = await dpopKey("RS256");
    expect(await read(await signed({}, rsa))).toBeNull();
    const secret = new TextEncoder().encode("a secret of thirty-two bytes, no less");
    const jwk = { kty: "oct", k: Buffer.from(secret).toString("base64url") };
    const mac = await new SignJWT({}).setProtectedHeader({ typ: TYP, alg: "HS256", jwk }).sign(secret);
    expect(await read(mac)).toBeNull();
    expect(await read(`${header}.${body}.${signature}`)).not.toBeNull();
  });

  it("is none where the signature was changed, or is by another key (#308)", async () => {
    const token = await signed();
    const flipped = token.endsWith("A") ? "B" : "A";
    const middle = token.length - 40;
    expect(await read(token.slice(0, middle) + flipped + flipped + token.slice(middle + 2))).toBeNull();
    expect(await read(await signed({ jwk: other.jwk }))).toBeNull();
  });

  it("is none where the key is private or symmetric, or not on its curve (#309)", async () => {
    const whole = await exportJWK(key.privateKey);
    expect(await read(await signed({ jwk: whole }))).toBeNull();
    for (const name of ["d", "p", "k", "priv", "oth"])
      expect(await read(await signed({ jwk: { ...key.jwk, [name]: "AAAA" } }))).toBeNull();
    for (const jwk of [
      { ...key.jwk, y: key.jwk.x },
      { ...key.jwk, crv: "P-384" },
      { ...key.jwk, kty: "oct" },
      { ...key.jwk, x: 7 },
    ])
      expect(await read(await signed({ jwk }))).toBeNull();
  });

  it("is none with an RSA key that is short, or costly to check with", async () => {
    const rsa = await dpopKey("PS256");
    for (const changes of [
      { n: rsa.jwk.n?.slice(0, 340) },
      { n: `${rsa.jwk.n}${rsa.jwk.n}${rsa.jwk.n}` },
      { e: rsa.jwk.n },
    ])
      expect(await read(await signed({ jwk: { ...rsa.jwk, ...changes } }, rsa))).toBeNull();
  });

  it("is none with a critical member that is not understood, or an unencoded payload", async () => {
    const [, body, signature] = (await signed()).split(".");
    for (const more of [{ crit: ["extra"], extra: 1 }, { crit: ["b64"], b64: false }, { crit: [] }])
      expect(
        await read(`${encoded({ typ: TYP, alg: "ES256", jwk: key.jwk, ...more })}.${body}.${signature}`),
      ).toBeNull();
  });

  it("is none in any other form (#303, #304)", async () => {
    const token = await signed();
    const [header, payload, signature] = token.split(".");
    for (const text of [
      "",
      "nonsense",
      "a.b.c",
      "..",
      token.toUpperCase(),
      `${token}, ${token}`,
      `${token}=`,
      ` ${token}`,
      `${token}.${token}`,
      JSON.stringify({ protected: header, payload, signature }),
      JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
    ])
      expect(await read(text)).toBeNull();
  });

  it("is none where it says no object", async () => {
    for (const text of ["7", "null", "[]", '"text"', "{", ""]) {
      const jws = new CompactSign(new TextEncoder().encode(text));
      const header = { typ: TYP, alg: key.alg, jwk: key.jwk };
      expect(await read(await jws.setProtectedHeader(header).sign(key.privateKey))).toBeNull();
    }
  });
});
