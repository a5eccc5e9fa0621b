import { describe, expect, it } from "vitest";
import { keyPair } from "@/lib/testing/assertion";
import { jwkNames, parsedJwkSet, storedJwkSet } from "./jwk-set";

const one = await keyPair("ES256", "one");
const { jwk } = one;
const setOf = (...keys: unknown[]) => parsedJwkSet({ keys });

describe("a set of public keys", () => {
  it.each(["ES256", "ES384", "ES512", "EdDSA", "RS256"])("takes a key for %s", async (alg) => {
    const { jwk: key } = await keyPair(alg, "x");
    expect(setOf(key)).toMatchObject({ keys: [key] });
  });

  it("is the same as a text, and as it comes back from its column", () => {
    const parsed = parsedJwkSet(JSON.stringify({ keys: [jwk] }, null, 2));
    expect(parsed).toEqual(setOf(jwk));
    // JSONB keeps members in an order of its own.
    const reordered = { keys: [Object.fromEntries(Object.entries(jwk).reverse())] };
    expect(JSON.stringify(storedJwkSet(reordered))).toBe(JSON.stringify(parsed));
    expect(storedJwkSet(null)).toBeNull();
  });

  it("keeps of each key what verifies, and drops the rest", () => {
    const more = { ...jwk, use: "sig", alg: "ES256", x5c: ["AA"], key_ops: ["verify"], issued: 1 };
    expect(setOf(more)).toEqual({ keys: [{ ...jwk, use: "sig", alg: "ES256" }] });
    expect(jwkNames(storedJwkSet({ keys: [more] }))).toEqual(["one (EC P-256)"]);
  });

  it.each([
    ["invalidJwks", "no JSON", "{"],
    ["invalidJwks", "a key alone", JSON.stringify(jwk)],
    ["invalidJwks", "no key", { keys: [] }],
    ["invalidJwks", "a list", [jwk]],
    ["invalidJwks", "a text for a key", { keys: ["x"] }],
    ["invalidJwks", "a key without a member", { keys: [{ ...jwk, x: undefined }] }],
    ["invalidJwks", "a member that is not BASE64URL", { keys: [{ ...jwk, x: "a+b/" }] }],
    ["invalidJwks", "a number for a name", { keys: [{ ...jwk, kid: 1 }] }],
    ["privateJwk", "a private key", { keys: [{ ...jwk, d: "AA" }] }],
    ["privateJwk", "a shared secret", { keys: [{ kty: "oct", k: "AA" }] }],
    ["unsupportedJwk", "another curve", { keys: [{ ...jwk, crv: "secp256k1" }] }],
    ["unsupportedJwk", "a key to encrypt with", { keys: [{ ...jwk, use: "enc" }] }],
    ["unsupportedJwk", "an algorithm that is not the key's", { keys: [{ ...jwk, alg: "RS256" }] }],
    ["unsupportedJwk", "an unknown type", { keys: [{ kty: "AKP" }] }],
    ["unnamedJwks", "two keys without names", { keys: [{ ...jwk, kid: undefined }, jwk] }],
    ["unnamedJwks", "two keys of one name", { keys: [jwk, jwk] }],
    ["tooManyJwks", "eleven keys", { keys: Array.from({ length: 11 }, (_, kid) => ({ ...jwk, kid: `${kid}` })) }],
    ["jwksTooLong", "a long text", " ".repeat(20_001)],
  ])("is refused as %s for %s", (problem, _what, given) => expect(parsedJwkSet(given)).toBe(problem));
});
