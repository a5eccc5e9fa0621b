import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { frontFor } from "@/lib/serve/front";
import { TABLE } from "@/lib/serve/table";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { FORM } from "@/lib/testing/oauth";
import { GET, POST } from "./tokens/route";

testDatabase();

const ADDRESS = "http://localhost:3000/api/v1/tokens";
const NO_ERROR = expect.not.stringContaining("error=");

let issuer: TestIssuer;
let token: string;
beforeAll(async () => {
  issuer = await testIssuer();
  token = (await issuePersonal(issuer, { scopes: ["postern:tokens:read"] })).token;
});

const seen = async (response: Response) => {
  const { error } = (await response.json()) as { error: { name: string } };
  return [response.status, error.name, response.headers.get("www-authenticate")];
};

describe("a token that is sent otherwise than in the Authorization header", () => {
  it("is refused beside one in the header (#332)", async () => {
    const headers = { ...FORM, authorization: `Bearer ${token}` };
    const response = await POST(new Request(ADDRESS, { method: "POST", headers, body: `access_token=${token}` }));
    expect(await seen(response)).toEqual([400, "invalid_request", 'Bearer error="invalid_request"']);
  });

  it.each<[string, () => RequestInit & { url?: string }]>([
    ["in the address (#331)", () => ({ url: `${ADDRESS}?access_token=${token}` })],
    ["in a form (#332)", () => ({ method: "POST", headers: FORM, body: `access_token=${token}` })],
    [
      "in a multipart body (#333)",
      () => {
        const body = new FormData();
        body.set("access_token", token);
        return { method: "POST", body };
      },
    ],
    ["in a cookie (#336)", () => ({ headers: { cookie: `access_token=${token}; postern-session=${token}` } })],
    ["in a header of another name (#336)", () => ({ headers: { "x-access-token": token, "x-api-key": token } })],
  ])("is not looked at: %s", async (_where, how) => {
    const { url = ADDRESS, ...init } = how();
    const response = await (init.method === "POST" ? POST : GET)(new Request(url, init));
    expect(await seen(response)).toEqual([401, "missing_token", NO_ERROR]);
  });

  it.each(["name", "password"])("lets nobody in as the %s of Basic (#336, #442)", async (place) => {
    const pair = place === "name" ? `${token}:x` : `x:${token}`;
    const response = await GET(new Request(ADDRESS, { headers: { authorization: `Basic ${btoa(pair)}` } }));
    expect((await seen(response)).slice(0, 2)).toEqual([401, "invalid_token"]);
  });
});

describe("on the wire", () => {
  let server: Server;
  beforeAll(async () => {
    const front = frontFor(TABLE);
    server = createServer((incoming, outgoing) => void (front(incoming, outgoing) || outgoing.writeHead(404).end()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** The status of a call to the open API with these lines in its head. */
  const status = (...lines: string[]): Promise<number> =>
    new Promise((resolve, reject) => {
      const head = ["GET /open/me HTTP/1.1", "Host: x", "Connection: close", ...lines].join("\r\n");
      const socket = connect((server.address() as AddressInfo).port, "127.0.0.1", () =>
        socket.write(`${head}\r\n\r\n`),
      );
      let received = "";
      socket.on("data", (chunk) => (received += chunk));
      socket.on("close", () => resolve(Number(received.split(" ")[1])));
      socket.on("error", reject);
    });

  it("two Authorization headers let nobody in, in either order (#330)", async () => {
    const { token: good } = await issueAccess(issuer, { scopes: ["open:read"], audience: [openAudience()] });
    expect(await status(`Authorization: Bearer ${good}`)).toBe(200);
    for (const scheme of ["bearer", "BEARER"]) expect(await status(`authorization: ${scheme} ${good}`)).toBe(200);
    const [right, wrong] = [`Authorization: Bearer ${good}`, "Authorization: Bearer wrong"];
    for (const lines of [[right, wrong], [wrong, right], [right, right], [`${right}, Bearer wrong`]])
      expect(await status(...lines)).toBe(401);
  });

  it("a token of any length, and with any bytes, is refused and nothing breaks (#329)", async () => {
    for (const value of ["", " ", "a b", "a\tb", "é", "%00", "a".repeat(8000)])
      expect([401, 403]).toContain(await status(`Authorization: Bearer ${value}`));
    // Longer than Node takes for a head: it answers itself.
    expect(await status(`Authorization: Bearer ${"a".repeat(1_048_576)}`)).toBe(431);
  });
});
