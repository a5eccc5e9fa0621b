import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { METHODS } from "@/lib/doors/endpoint";
import { TABLE } from "./table";

const FOLDERS = ["oauth", ".well-known", "open", "api/verify", "api/health", "login", "token"];

it("answers every protocol and verification route in front of Next, and nothing that has no route", () => {
  const root = new URL("../../app", import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("/route.ts"));
  const paths = files
    .map((file) => file.slice(0, -"/route.ts".length))
    .filter((path) => FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    .map((path) => `/${path}`);
  expect([...TABLE.keys()].sort()).toEqual(paths.sort());
});

it("has every method of every route", () => {
  for (const route of TABLE.values()) for (const method of METHODS) expect(route[method]).toBeInstanceOf(Function);
});
