import { expect, it } from "vitest";
import { GET as serverMetadata } from "@/app/.well-known/oauth-authorization-server/route";
import { testDatabase } from "@/lib/testing/database";
import { GET, OPTIONS } from "./route";

testDatabase();

const ADDRESS = "http://localhost:3000/.well-known/openid-configuration";

it("is the document of RFC 8414, with the contexts of a sign-in (OpenID Connect Discovery §3)", async () => {
  const response = await GET(new Request(ADDRESS));
  expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  const { scopes_supported, ...rest } = (await response.json()) as Record<string, unknown>;
  expect(scopes_supported).toEqual(["openid", "profile", "email", "offline_access"]);
  expect(rest).toEqual(await (await serverMetadata(new Request(ADDRESS))).json());
  expect(rest).toMatchObject({
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: expect.arrayContaining(["RS256"]),
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  });
  expect((await OPTIONS(new Request(ADDRESS, { method: "OPTIONS" }))).status).toBe(204);
});
