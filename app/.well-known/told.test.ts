import { beforeAll, expect, it } from "vitest";
import { GET as jwks } from "@/app/oauth/jwks/route";
import { TABLE } from "@/lib/serve/table";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { GET as server } from "./oauth-authorization-server/route";
import { GET as resource } from "./oauth-protected-resource/open/route";

testDatabase();
beforeAll(async () => void (await testIssuer()));

const ORIGIN = "http://localhost:3000";
const PATH = "/.well-known/oauth-authorization-server";

/** Every public document, and where it stands. */
const DOCUMENTS = [
  [PATH, server],
  ["/.well-known/oauth-protected-resource/open", resource],
  ["/oauth/jwks", jwks],
] as const;

const document = async () => (await (await server(new Request(`${ORIGIN}${PATH}`))).json()) as Record<string, unknown>;

it("of an issuer without a path the metadata stands in one place alone (#280)", () => {
  for (const path of [`${PATH}/`, `${PATH}/tenant`, `/tenant${PATH}`]) expect(TABLE.has(path)).toBe(false);
});

it.each(DOCUMENTS)(
  "%s repeats nothing that a request says of itself, so that a cache can keep it (#289)",
  async (path, run) => {
    const plain = await run(new Request(`${ORIGIN}${path}`));
    const names = [
      "host",
      "origin",
      "forwarded",
      "x-forwarded-host",
      "x-forwarded-proto",
      "x-forwarded-prefix",
      "x-original-url",
    ];
    const headers = Object.fromEntries(names.map((name) => [name, "https://evil.example"]));
    const forged = await run(new Request(`${ORIGIN}${path}?evil.example`, { headers }));
    expect(await forged.text()).toBe(await plain.text());
    const shown = (response: Response) =>
      JSON.stringify([...response.headers].filter(([name]) => name !== "x-request-id"));
    expect(shown(forged)).toBe(shown(plain));
  },
);

it.each(DOCUMENTS)("%s names no host but ours, no version and no switch (#297)", async (path, run) => {
  const text = await (await run(new Request(`${ORIGIN}${path}`))).text();
  expect((text.match(/https?:\/\/[^/"]+/g) ?? []).filter((host) => host !== ORIGIN)).toEqual([]);
  expect(text).not.toMatch(/\d+\.\d+\.\d+|postern\/|node|next|prisma|internal|feature/i);
  expect(text.length).toBeLessThan(8192);
});

it("what is advertised is served, and what is not advertised is not there (#286)", async () => {
  const told = await document();
  const offered: [string, string][] = [
    ["pushed_authorization_request_endpoint", "/oauth/par"],
    ["device_authorization_endpoint", "/oauth/device_authorization"],
    ["registration_endpoint", "/oauth/register"],
    ["userinfo_endpoint", "/oauth/userinfo"],
    ["end_session_endpoint", "/oauth/logout"],
  ];
  const isServed = async (path: string) => {
    const post = TABLE.get(path)?.POST;
    const request = new Request(`${ORIGIN}${path}`, { method: "POST" });
    return post !== undefined && (await post(request)).status !== 404;
  };
  for (const [name, path] of offered) expect([name, await isServed(path)]).toEqual([name, told[name] !== undefined]);
  const { GRANT_TYPES } = await import("@/lib/oauth/token");
  expect([...(told.grant_types_supported as string[])].sort()).toEqual([...GRANT_TYPES].sort());
});
