import { describe, expect, it } from "vitest";
import { hours } from "@/lib/duration";
import { changedFields, clientStatus, isLiveSecret, olderEndsAt, removalConfirmation, secretState } from "./rules";

const now = new Date("2026-11-24T12:00:00Z");
const at = (offset: number) => new Date(now.getTime() + offset);

describe("a secret", () => {
  it.each([
    [null, null, "active", true],
    [null, 1, "ending", true],
    [null, 0, "ended", false],
    [null, -1, "ended", false],
    [0, null, "revoked", false],
    [0, 1, "revoked", false],
  ] as const)("revoked at %s, ending at %s is %s", (revoked, expires, state, isLive) => {
    const secret = {
      revokedAt: revoked === null ? null : at(revoked),
      expiresAt: expires === null ? null : at(expires),
    };
    expect([secretState(secret, now), isLiveSecret(secret, now)]).toEqual([state, isLive]);
  });

  it.each([
    ["none", null, null],
    ["none", hours(1), hours(1)],
    ["now", null, 0],
    ["now", hours(1), 0],
    ["24h", null, hours(24)],
    ["24h", hours(1), hours(1)],
    ["1h", hours(24), hours(1)],
  ] as const)("by %s, ending at %s anyway, ends at %s", (overlap, expires, end) => {
    const asked = olderEndsAt(overlap, expires === null ? null : at(expires), now);
    expect(asked).toEqual(end === null ? null : at(end));
  });
});

it("says of a client the last thing that happened to it", () => {
  expect(clientStatus({ disabledAt: null, removedAt: null })).toBe("active");
  expect(clientStatus({ disabledAt: now, removedAt: null })).toBe("disabled");
  expect(clientStatus({ disabledAt: now, removedAt: now })).toBe("removed");
});

it("asks for the name of one and the number of several before they are removed", () => {
  expect(removalConfirmation(["Shop"])).toBe("Shop");
  expect(removalConfirmation(["Shop", "Store"])).toBe("2");
});

describe("an edit changes", () => {
  const before = {
    name: "Shop",
    description: "",
    redirectUris: ["https://client.example/cb"],
    requiresPar: false,
    siteUrl: "https://client.example",
    privacyPolicyUrl: null,
    licenceUrl: null,
    permissionGroupId: "g",
    resourceServerId: null,
  };

  it("what it names and is not so already", () => {
    expect(changedFields(before, {})).toEqual([]);
    expect(changedFields(before, { ...before, redirectUris: [...before.redirectUris] })).toEqual([]);
    expect(changedFields(before, { name: undefined, siteUrl: null, redirectUris: [] })).toEqual([
      "redirectUris",
      "siteUrl",
    ]);
  });

  it("nothing that is no field of the form (#400)", () => {
    const forged = { companyId: "other", useCount: 9, isPublic: true, grantType: "client_credentials" };
    expect(changedFields(before, { ...forged, name: "Store" })).toEqual(["name"]);
  });
});
