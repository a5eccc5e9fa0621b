import { describe, expect, it } from "vitest";
import { missing, requireRestorable, statusOf, widened } from "./rules";

const now = new Date("2026-11-24T10:00:00.000Z");

it("a grant lives until it is revoked", () => {
  expect([statusOf({ revokedAt: null }), statusOf({ revokedAt: now })]).toEqual(["live", "revoked"]);
});

it("a further consent adds what is new, each context once", () => {
  expect(widened(["a", "b"], ["b", "c", "c"])).toEqual(["a", "b", "c"]);
  expect(missing(["a", "b"], ["c", "b"])).toEqual(["c"]);
});

describe("a standing access is given back", () => {
  const revoked = {
    grantType: "client_credentials",
    revokedAt: now as Date | null,
    client: { disabledAt: null as Date | null, removedAt: null as Date | null },
  };
  it.each([
    [{}, null],
    [{ grantType: "authorization_code" }, "forbidden"],
    [{ revokedAt: null }, "already_exists"],
    [{ client: { disabledAt: now, removedAt: null } }, "unknown_client"],
    [{ client: { disabledAt: null, removedAt: now } }, "unknown_client"],
  ])("%j: %s", (changes, name) => {
    const restore = () => requireRestorable({ ...revoked, ...changes });
    if (name) expect(restore).toThrow(expect.objectContaining({ name }));
    else expect(restore).not.toThrow();
  });
});
