import { describe, expect, it } from "vitest";
import { type CredentialKind, KINDS, kindOf, newCredential } from "./credential";
import { hashOf, sameHash } from "./hash";
import { newId, newKey, newOpaqueId } from "./id";

const many = <T>(make: () => T, count = 1000): T[] => Array.from({ length: count }, make);

/** Bits of entropy, as far as they can be seen in what was drawn: place by place, over all that was drawn. */
function measuredBits(drawn: readonly string[]): number {
  const places = Array.from({ length: drawn[0]?.length ?? 0 }, (_, place) => drawn.map((text) => text[place]));
  const bitsOf = (characters: readonly (string | undefined)[]): number => {
    const counts = new Map<string | undefined, number>();
    for (const one of characters) counts.set(one, (counts.get(one) ?? 0) + 1);
    return [...counts.values()].reduce((sum, n) => sum - (n / drawn.length) * Math.log2(n / drawn.length), 0);
  };
  return places.reduce((sum, characters) => sum + bitsOf(characters), 0);
}

const ALL = Object.keys(KINDS) as CredentialKind[];

describe("a new credential", () => {
  it.each(ALL)("of the kind %s is never drawn twice and holds far more than 128 bits (#57, #94, #165)", (kind) => {
    const drawn = many(() => newCredential(kind).reveal());
    expect(new Set(drawn).size).toBe(1000);
    const random = drawn.map((text) => text.split("_")[2]?.slice(0, 43) ?? "");
    // 256 random bits; a thousand draws of 62 letters show a little less.
    expect(measuredBits(random)).toBeGreaterThan(245);
  });

  it("has the characters of a token68, of a refresh token, and of a path (#57, #94, #165)", () => {
    for (const kind of ALL) expect(newCredential(kind).reveal()).toMatch(/^[A-Za-z0-9_]{50,60}$/);
  });

  it("is known by its kind, and by no kind once any character of it is another (#433)", () => {
    for (const kind of ALL) {
      const text = newCredential(kind).reveal();
      expect(kindOf(text)).toBe(kind);
      for (let at = 0; at < text.length; at++) {
        const other = text[at] === "x" ? "y" : "x";
        expect(kindOf(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
      }
    }
  });
});

describe("what is stored and compared", () => {
  const differentBits = (a: Buffer, b: Buffer): number =>
    a.reduce((sum, byte, at) => sum + (byte ^ (b[at] ?? 0)).toString(2).replaceAll("0", "").length, 0);

  it.each([0, 8, 16, 31, 48])(
    "tells nothing of %i characters that a guess has right: keyed hashes of one length are compared, whole (#485)",
    (shared) => {
      const [real, guess] = [newCredential("clientSecret").reveal(), newCredential("clientSecret").reveal()];
      const near = real.slice(0, shared) + guess.slice(shared);
      const [stored, shown] = [hashOf(real), hashOf(near)];
      expect([stored.length, shown.length, sameHash(stored, shown)]).toEqual([32, 32, false]);
      // Half of 256 bits, whatever was shared: eight standard deviations about it.
      expect(Math.abs(differentBits(stored, shown) - 128)).toBeLessThan(64);
      expect(sameHash(stored, hashOf(real))).toBe(true);
    },
  );
});

describe("an id", () => {
  it("cannot be guessed from the one before it, although rows are in the order of time (#488)", () => {
    const ids = many(newId);
    expect(new Set(ids).size).toBe(1000);
    // RFC 9562 §5.7: the last 62 bits are drawn.
    expect(measuredBits(ids.map((id) => id.slice(-12)))).toBeGreaterThan(46);
    expect([...ids].sort()).toEqual(ids);
  });

  it("that stands in an address tells not even when it was made (#488)", () => {
    const ids = many(newOpaqueId);
    expect(measuredBits(ids.map((id) => id.replaceAll("-", "")))).toBeGreaterThan(118);
    expect(measuredBits(many(newKey))).toBeGreaterThan(113);
  });
});
