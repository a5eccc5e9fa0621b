import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RouteHandler } from "@/lib/doors/endpoint";
import { issuerUrl } from "@/lib/env";
import { openApiDocument } from "./openapi";
import { ADMIN_OPERATIONS, OPERATIONS } from "./registry";

const ROOT = join(import.meta.dirname, "../../app");
const FOLDERS = ["api/v1", "api/verify", "oauth", "open", ".well-known"];

type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  parameters?: { name: string; in: string; required: boolean }[];
  responses: Record<string, { description: string }>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};

// As a reader gets it.
const document = JSON.parse(JSON.stringify(openApiDocument())) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** What the files answer: path and method, HEAD aside, which is GET without a body. */
async function served(): Promise<string[]> {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/route.ts"))
    .filter((file) => FOLDERS.some((folder) => file.startsWith(`${folder}/`)));
  const routes = files.map(async (file) => {
    const { GET } = (await import(join(ROOT, file))) as { GET: RouteHandler };
    const path = `/${file.slice(0, -"/route.ts".length).replaceAll("[", "{").replaceAll("]", "}")}`;
    const methods = GET.allow.split(", ").filter((method) => method !== "HEAD");
    return methods.map((method) => `${method} ${path}`);
  });
  return (await Promise.all(routes)).flat().sort();
}

it("describes every method of every route, and nothing else", async () => {
  expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(await served());
});

describe("the description", () => {
  it("is OpenAPI 3.1 for this installation", () => {
    expect(document).toMatchObject({ openapi: "3.1.1", servers: [{ url: issuerUrl() }] });
  });

  it("gives each operation a name of its own, a summary and an answer", () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operation } of operations) {
      expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operation.summary.length).toBeGreaterThan(10);
      expect(Object.keys(operation.responses).some((status) => /^[23]/.test(status))).toBe(true);
    }
  });

  it("declares the ids of each path, and refers to nothing that is not there", () => {
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(declared.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(declared.every(({ required }) => required)).toBe(true);
    }
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? "");
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const name = reference.replace("#/components/schemas/", "");
      expect(document.components.schemas).toHaveProperty([name]);
    }
    const used = operations.flatMap(({ operation }) => (operation as unknown as { security: object[] }).security);
    for (const name of used.flatMap((scheme) => Object.keys(scheme)))
      expect(document.components.securitySchemes).toHaveProperty(name);
    expect(text).not.toContain("$defs");
  });

  it("names for each operation of the admin API the context, and what every call can meet", () => {
    for (const { id, context, errors, path, body } of ADMIN_OPERATIONS) {
      expect([id, context]).toEqual([id, expect.stringMatching(/^postern:(clients|tokens|grants|log):(read|write)$/)]);
      expect(errors.refusals).toEqual(expect.arrayContaining(["missing_token", "invalid_token", "insufficient_scope"]));
      if (path.includes("{")) expect(errors.refusals).toContain("not_found");
      if (body) expect(errors.refusals).toEqual(expect.arrayContaining(["invalid_json", "invalid_input"]));
    }
  });

  it("shows no secret as part of anything that is read again", () => {
    const reading = OPERATIONS.filter(({ methods, path }) => methods.includes("GET") && path.startsWith("/api/v1"));
    for (const { path } of reading) {
      const shown = JSON.stringify(document.paths[path]?.get?.responses);
      expect(shown).not.toMatch(/"secret"|tokenHash|secretHash/);
    }
    for (const name of ["Token", "Client", "ClientDetail", "Grant", "Event"])
      expect(JSON.stringify(document.components.schemas[name])).not.toMatch(/"secret"|Hash"/);
  });
});
