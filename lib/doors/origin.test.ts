import { describe, expect, it } from "vitest";
import { networkOf } from "@/lib/policy/network";
import { clientAddress, PEER_HEADER } from "./origin";

const PEER = "10.0.0.2";
const from = (sent: Record<string, string> | [string, string][], proxies = 1) => {
  const headers = new Headers(sent);
  headers.set(PEER_HEADER, PEER);
  return clientAddress(headers, proxies);
};

describe("the address of a client", () => {
  it("is the socket's without a trusted proxy, whatever is sent (#368)", () => {
    expect(from({ "x-forwarded-for": "203.0.113.9" }, 0)).toBe(PEER);
    expect(from({}, 0)).toBe(PEER);
  });

  it("is what the outermost trusted proxy appended, counted from the right (#369, #493)", () => {
    const forwarded = { "x-forwarded-for": "203.0.113.9, 198.51.100.7" };
    expect(from(forwarded)).toBe("198.51.100.7");
    expect(from({ "x-forwarded-for": "203.0.113.9,198.51.100.7 , 10.0.0.3" }, 2)).toBe("198.51.100.7");
  });

  it("is read from that header alone, of two of them from the last (#370)", () => {
    const others = { forwarded: "for=203.0.113.9", "x-real-ip": "203.0.113.9", "true-client-ip": "203.0.113.9" };
    expect(from({ ...others, "cf-connecting-ip": "203.0.113.9", "x-forwarded-for": "198.51.100.7" })).toBe(
      "198.51.100.7",
    );
    expect(from(others)).toBeNull();
    expect(
      from([
        ["x-forwarded-for", "203.0.113.9"],
        ["x-forwarded-for", "198.51.100.7"],
      ]),
    ).toBe("198.51.100.7");
  });

  it.each([
    "0xcb.0x0.0x71.0x9",
    "203.0.113.009",
    "3405803785",
    "[2001:db8::1]:443",
    "203.0.113.9:443",
    "fe80::1%eth0",
    "unknown",
    "_hidden",
    '"203.0.113.9"',
  ])("is not known where it is spelled oddly: %j (#371)", (spelling) => {
    expect(from({ "x-forwarded-for": spelling })).toBeNull();
  });

  it("is the same in each spelling that is an address (#371, #372)", () => {
    const networks = ["2001:DB8::1", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8:0::1"].map((spelling) =>
      networkOf(from({ "x-forwarded-for": spelling })),
    );
    expect(new Set(networks).size).toBe(1);
    expect(networkOf(from({ "x-forwarded-for": "::ffff:203.0.113.9" }))).toBe("203.0.113.9");
    expect(networkOf(from({ "x-forwarded-for": "::FFFF:cb00:7109" }))).toBe("203.0.113.9");
  });

  it("is not known, and so one bucket for all, where the proxy says none (#374)", () => {
    for (const sent of ["", ",", "a".repeat(65_536), Array(1000).fill("x").join(",")])
      expect(networkOf(from({ "x-forwarded-for": sent }))).toBe("unknown");
    expect(networkOf(from({}))).toBe("unknown");
    expect(networkOf(from({ "x-forwarded-for": "203.0.113.9" }, 2))).toBe("unknown");
    expect(from({ "x-forwarded-for": `${"203.0.113.9, ".repeat(1000)}198.51.100.7` })).toBe("198.51.100.7");
  });
});
