import { expect, it } from "vitest";
import { prefillOf } from "./prefill";

const givable = new Set(["stock", "fax:read"]);
const plain = {
  name: "",
  description: "",
  expires: "30",
  access: "general",
  scopes: [],
  dropped: [],
  isGiven: false,
};

it("starts from the defaults where the address says nothing", () => {
  expect(prefillOf({ search: {}, scopes: [], givable })).toEqual(plain);
});

it("takes from a link only what the form itself could have, and names what is left out", () => {
  const search = { name: "Nightly export", expires: "date", access: "everything", confirm: "x" };
  expect(prefillOf({ search, scopes: ["stock", "stock", "gone"], givable })).toEqual({
    ...plain,
    name: "Nightly export",
    scopes: ["stock"],
    dropped: ["gone"],
    isGiven: true,
  });
});

it("takes a token without end from a link, which says so, but never by itself", () => {
  expect(prefillOf({ search: { expires: "none", access: "custom" }, scopes: [], givable })).toEqual({
    ...plain,
    expires: "none",
    access: "custom",
    isGiven: true,
  });
});
