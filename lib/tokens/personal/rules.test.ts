import { describe, expect, it } from "vitest";
import { isAdminScope } from "@/lib/apis/system";
import { adminScope, PERMISSIONS, TOKEN_PERMISSIONS } from "@/lib/people/may";
import { excessOf, expiryOf, mayGive, tokenState } from "./rules";

const now = new Date("2026-11-24T12:00:00Z");
const maker = { disabledAt: null, role: "admin" };
const live = { expiresAt: null, revokedAt: null, revokedReason: null, maker };

describe("the state of a token", () => {
  const at = (text: string) => new Date(text);
  it.each([
    ["active without an end", {}, { name: "active" }],
    [
      "active while the end is more than 14 days away",
      { expiresAt: at("2026-12-08T12:00:00.001Z") },
      { name: "active" },
    ],
    ["expiring from 14 days before its end", { expiresAt: at("2026-12-08T12:00:00Z") }, { name: "expiring" }],
    ["expiring to its last millisecond", { expiresAt: at("2026-11-24T12:00:00.001Z") }, { name: "expiring" }],
    ["expired at the very instant (RFC 7519 §4.1.4)", { expiresAt: now }, { name: "expired" }],
    [
      "revoked, even when it expired later",
      { expiresAt: now, revokedAt: at("2026-11-01T00:00:00Z"), revokedReason: "leaked" },
      { name: "revoked", at: at("2026-11-01T00:00:00Z"), reason: "leaked" },
    ],
    [
      "suspended when its maker is disabled (#429)",
      { maker: { disabledAt: now, role: "owner" } },
      { name: "suspended", reason: "person_disabled" },
    ],
    [
      "suspended when its maker left",
      { maker: { disabledAt: null, role: null } },
      { name: "suspended", reason: "person_left" },
    ],
    [
      "suspended when its maker became a member",
      { maker: { disabledAt: null, role: "member" } },
      { name: "suspended", reason: "role_lost" },
    ],
    ["expired before suspended", { expiresAt: now, maker: { disabledAt: now, role: null } }, { name: "expired" }],
  ])("is %s", (_what, changes, expected) => {
    expect(tokenState({ ...live, ...changes }, now)).toEqual(expected);
  });
});

describe("the end of a token", () => {
  it.each([
    ["none", "UTC", null],
    ["7", "UTC", "2026-12-02T00:00:00Z"],
    ["30", "America/Bogota", "2026-12-25T05:00:00Z"],
    // Still the 24th in Honolulu, already the 25th in Kiritimati.
    ["7", "Pacific/Honolulu", "2026-12-02T10:00:00Z"],
    ["7", "Pacific/Kiritimati", "2026-12-02T10:00:00Z"],
    // Summer time begins in between, so that the end is an hour nearer.
    ["365", "Europe/Paris", "2027-11-24T23:00:00Z"],
    ["90", "UTC", "2027-02-23T00:00:00Z"],
  ])("in %s days in %s is the end of a day there", (expires, zone, end) => {
    const found = expiryOf({ expires: expires as "none", expiresOn: undefined }, { now, zone });
    expect(found).toEqual(end === null ? null : new Date(end));
  });

  it.each([
    ["2026-11-24", "UTC", "2026-11-25T00:00:00Z"],
    ["2027-03-28", "Europe/Paris", "2027-03-28T22:00:00Z"],
    ["2027-10-31", "Europe/Paris", "2027-10-31T23:00:00Z"],
    ["2036-11-24", "UTC", "2036-11-25T00:00:00Z"],
  ])("on %s in %s is the end of that day (#419)", (expiresOn, zone, end) => {
    expect(expiryOf({ expires: "date", expiresOn }, { now, zone })).toEqual(new Date(end));
  });

  it.each([
    ["2026-11-23", "UTC", "expiryInPast"],
    // In Kiritimati the 24th is over.
    ["2026-11-24", "Pacific/Kiritimati", "expiryInPast"],
    ["2036-11-25", "UTC", "expiryTooFar"],
    ["9999-12-31", "UTC", "expiryTooFar"],
    [undefined, "UTC", "required"],
  ])("is refused on %s in %s: %s (#418)", (expiresOn, zone, code) => {
    expect(() => expiryOf({ expires: "date", expiresOn }, { now, zone })).toThrow(
      expect.objectContaining({ name: "invalid_input", fields: { expiresOn: expect.objectContaining({ code }) } }),
    );
  });
});

describe("an admin context", () => {
  it("is given by whoever may do what it stands for", () => {
    for (const permission of TOKEN_PERMISSIONS) {
      expect(mayGive("owner", adminScope(permission))).toBe(true);
      expect(mayGive("admin", adminScope(permission))).toBe(true);
    }
    for (const permission of PERMISSIONS) expect(mayGive("member", adminScope(permission))).toBe(false);
    expect(mayGive("admin", adminScope("people:write"))).toBe(false);
    expect(mayGive("owner", "postern:anything")).toBe(false);
  });
});

describe("a token that makes a token (#425)", () => {
  const holding = { scopes: ["stock", "labels", "postern:tokens:write"], expiresAt: new Date("2027-01-01T00:00:00Z") };
  const wanted = { access: "custom" as const, scopes: ["stock"], expiresAt: new Date("2026-12-31T00:00:00Z") };
  it.each([
    ["gives a part of what it has", {}, null],
    ["gives its own end", { expiresAt: holding.expiresAt }, null],
    ["gives no general access", { access: "general" as const, scopes: [] }, { what: "access" }],
    ["gives no context that it has not", { scopes: ["stock", "fax"] }, { what: "scopes", beyond: ["fax"] }],
    [
      "gives no admin context, not even its own",
      { scopes: ["postern:tokens:write"] },
      { what: "scopes", beyond: ["postern:tokens:write"] },
    ],
    ["gives no later end", { expiresAt: new Date("2027-01-01T00:00:00.001Z") }, { what: "expiry" }],
    ["gives no token without end", { expiresAt: null }, { what: "expiry" }],
  ])("%s", (_what, changes, expected) => {
    expect(excessOf({ ...wanted, ...changes }, holding, isAdminScope)).toEqual(expected);
  });
});
