import { expect, it } from "vitest";
import { adminAudience, openAudience } from "@/lib/apis/system";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { metadataUrl } from "@/lib/verify/challenge";
import { GET as getAdmin } from "../api/v1/route";
import { GET as getOpen } from "./route";

testDatabase();

it.each([
  ["open", getOpen, openAudience, "open:read"],
  ["admin", getAdmin, adminAudience, "postern:clients:read"],
] as const)(
  "tells of the %s API what RFC 9728 §3.2 asks, to any origin (#295)",
  async (_name, run, audience, scope) => {
    await testIssuer();
    const response = await run(new Request(metadataUrl(audience()), { headers: { host: "evil.example" } }));
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    const metadata = (await response.json()) as { scopes_supported: string[] };
    expect(metadata).toMatchObject({
      resource: audience(),
      authorization_servers: ["http://localhost:3000"],
      bearer_methods_supported: ["header"],
    });
    expect(metadata.scopes_supported).toContain(scope);
  },
);

it("stands where RFC 9728 §3.1 puts it (#295)", () => {
  expect(metadataUrl(openAudience())).toBe("http://localhost:3000/.well-known/oauth-protected-resource/open");
  expect(metadataUrl(adminAudience())).toBe("http://localhost:3000/.well-known/oauth-protected-resource/api/v1");
});
