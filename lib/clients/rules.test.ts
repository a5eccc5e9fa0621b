import { describe, expect, it } from "vitest";
import { days, hours, after as plus } from "@/lib/duration";
import {
  changedFields,
  clientStatus,
  isLiveSecret,
  olderEndsAt,
  quietUntil,
  removalConfirmation,
  rotationOf,
  secretState,
} from "./rules";
import type { AdditionalGrantType } from "./schema";

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
    redirectUris: ["https://client.example/cb"] as string[],
    requiresPar: false,
    siteUrl: "https://client.example",
    privacyPolicyUrl: null,
    licenceUrl: null,
    permissionGroupId: "g",
    authMethod: "client_secret" as const,
    jwks: null,
    jwksUri: null,
    additionalGrantTypes: [] as AdditionalGrantType[],
    requiresDpop: false,
    optionalScopes: [] as string[],
    postLogoutRedirectUris: [] as string[],
    idTokenAlgorithm: "RS256" as const,
    resourceServerId: null,
    grantType: "authorization_code" as const,
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
    expect(
      changedFields({ ...before, grantType: "client_credentials" }, { redirectUris: [], optionalScopes: ["x"] }),
    ).toEqual([]);
    const forged = { companyId: "other", useCount: 9, isPublic: true, grantType: "client_credentials" };
    expect(changedFields(before, { ...forged, name: "Store" })).toEqual(["name"]);
  });
});

describe("a secret that closes when it is quiet", () => {
  const from = new Date("2027-03-01T12:00:00Z");
  const quiet = { closesAfterQuietDays: 7, quietCountedFrom: from, lastUsedAt: null };

  it("counts from its last use, and from when that was set at the earliest", () => {
    expect(quietUntil(quiet)).toEqual(plus(from, days(7)));
    expect(quietUntil({ ...quiet, lastUsedAt: plus(from, -days(60)) })).toEqual(plus(from, days(7)));
    expect(quietUntil({ ...quiet, lastUsedAt: plus(from, days(3)) })).toEqual(plus(from, days(10)));
    expect(quietUntil({ ...quiet, closesAfterQuietDays: null, quietCountedFrom: null })).toBeNull();
  });
});

describe("a change from one secret to another", () => {
  const added = new Date("2027-03-01T12:00:00Z");
  const now = plus(added, days(3));
  const older = { createdAt: plus(added, -days(90)), lastUsedAt: plus(now, -hours(1)) };
  const newer = { createdAt: added, lastUsedAt: now };

  it.each([
    ["newer_unused", older, { ...newer, lastUsedAt: null }],
    ["older_unused", { ...older, lastUsedAt: null }, newer],
    ["older_unused", { ...older, lastUsedAt: plus(added, -1) }, newer],
    ["older_used", older, newer],
    ["older_used", { ...older, lastUsedAt: plus(now, -days(1) + 1) }, newer],
    ["older_quiet", { ...older, lastUsedAt: plus(now, -days(1)) }, newer],
  ] as const)("is %s", (rotation, before, next) => expect(rotationOf(before, next, now)).toBe(rotation));
});
