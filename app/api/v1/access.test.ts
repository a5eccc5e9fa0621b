import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ADMIN_OPERATIONS } from "@/lib/api/registry";
import { adminScope, TOKEN_PERMISSIONS } from "@/lib/people/may";
import type { RouteModule } from "@/lib/serve/front";
import { callApi, type Refused, refusalOf } from "@/lib/testing/api";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";

testDatabase();

const APP = join(import.meta.dirname, "../..");
const EVERY = TOKEN_PERMISSIONS.map(adminScope);

/** A body that each schema takes, so that it is the permission that decides. */
const BODIES: Record<string, unknown> = {
  generateToken: { name: "x", expires: "7", access: "custom", scopes: ["stock"] },
  createClient: {
    name: "x",
    grantType: "authorization_code",
    redirectUris: ["https://client.example/callback"],
    permissionGroupId: randomUUID(),
  },
  updateClient: { version: 1, name: "y" },
  addClientSecret: {},
  updateClientSecret: { closesAfterQuietDays: 7 },
};

type Operation = (typeof ADMIN_OPERATIONS)[number];

async function call({ id, path, methods: [method = "GET"] }: Operation, token: string) {
  const route = (await import(join(APP, path.replaceAll("{", "[").replaceAll("}", "]"), "route.ts"))) as RouteModule;
  const body = BODIES[id];
  return callApi<Refused>(route, path.replace(/\{\w+\}/g, randomUUID()), {
    method,
    token,
    ...(body !== undefined && { body }),
  });
}

const tokenWith = async (issuer: TestIssuer, scopes: string[]) => (await issuePersonal(issuer, { scopes })).token;

describe.each(ADMIN_OPERATIONS.map((operation) => [operation.id, operation] as const))(
  "%s (#337)",
  (_id, operation) => {
    const { context = "" } = operation;

    it(`is refused to a token with every context but ${context}`, async () => {
      const token = await tokenWith(await testIssuer(), [...EVERY.filter((key) => key !== context), "stock"]);
      const answer = await call(operation, token);
      expect(refusalOf(answer)).toEqual([403, "insufficient_scope"]);
      expect(answer.headers.get("www-authenticate")).toBe(`Bearer error="insufficient_scope", scope="${context}"`);
    });

    it(`lets a token with ${context} alone in`, async () => {
      const { status } = await call(operation, await tokenWith(await testIssuer(), [context]));
      expect([200, 201, 204, 400, 403, 404]).toContain(status);
      if (status === 403) expect(operation.id).toBe("generateToken");
    });
  },
);
