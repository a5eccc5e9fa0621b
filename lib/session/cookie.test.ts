import { expect, it } from "vitest";
import { cookieAttributes, cookieFrom, csrfCookieName, handleFromCookies, sessionCookieName } from "./cookie";

process.env.POSTERN_URL = "https://postern.example";

it("binds cookies to this host over https (#380)", () => {
  expect([sessionCookieName(), csrfCookieName()]).toEqual(["__Host-postern", "__Host-csrf-postern"]);
  expect(cookieAttributes()).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
});

it("reads the handle of exactly its name", () => {
  expect(handleFromCookies("__Host-postern-x=1; postern=2; __Host-postern=3; __Host-postern=4")).toBe("3");
  expect(handleFromCookies("__Host-postern=")).toBeNull();
  expect(handleFromCookies(null)).toBeNull();
});

it("finds nothing in a broken value", () => expect(cookieFrom("a=%zz", "a")).toBeNull());
