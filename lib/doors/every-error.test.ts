import { describe, expect, it } from "vitest";
import { REFUSALS, Refusal, type RefusalName } from "@/lib/errors";
import { answerUri } from "@/lib/oauth/redirect";
import { asRefusal, type ErrorShape, refusalResponse } from "./refuse";

const NAMES = Object.keys(REFUSALS) as RefusalName[];
const LEGAL = /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/;
/** What somebody sent, and a careless description repeats. */
const HOSTILE = 'a "quoted" \\ name\r\nSet-Cookie: x=y\ttab é \u0000 日本';

const written = async (refusal: Refusal, shape: ErrorShape) => {
  const response = refusalResponse(refusal, shape, "id");
  return { response, body: (await response.json()) as Record<string, unknown> };
};

describe.each(NAMES)("the answer of %s", (name) => {
  const refusal = new Refusal(name, { description: HOSTILE });

  it("on an OAuth endpoint has legal characters, its number, and headers that keep it from being stored (#92, #95, #96)", async () => {
    const { response, body } = await written(refusal, "oauth");
    expect(Object.keys(body)).toEqual(["error", "error_description", "error_uri", "error_code", "request_id"]);
    for (const member of ["error", "error_description"]) expect(body[member]).toMatch(LEGAL);
    // RFC 6749 §5.2: a URI, without a space or a quotation mark.
    expect(body.error_uri).toMatch(/^http:\/\/localhost:3000\/refused\/[a-z_]+$/);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect([response.status, Math.floor(Number(body.error_code) / 100)]).toEqual([refusal.status, refusal.status]);
  });

  it("of our own APIs agrees with the status line in every member (#345)", async () => {
    const { response, body } = await written(refusal, "api");
    const error = body.error as { code: number; status: number; name: string };
    expect([error.status, Math.floor(error.code / 100), error.name]).toEqual([response.status, response.status, name]);
    const coded = (await written(refusal, "coded")).body.error as { number: number; code: string };
    expect([coded.number, coded.code]).toEqual([error.code, expect.stringMatching(/^[A-Z_]+$/)]);
  });

  it("told by a redirect is one line of legal characters (#46, #463)", () => {
    const answer = { error: refusal.oauth, error_description: refusal.description };
    const location = answerUri({ redirectUri: "https://client.example/cb", state: "s" }, answer);
    expect(location).toMatch(/^[\x21-\x7E]+$/);
    const told = new URL(location).searchParams;
    for (const member of ["error", "error_description"]) expect(told.get(member)).toMatch(LEGAL);
  });
});

it("says 503 where a transaction found no connection in time, or was cut off: nothing is wrong with the request (#509)", () => {
  const late = Object.assign(new Error("Unable to start a transaction in the given time."), { code: "P2028" });
  expect(asRefusal(late, "id")).toMatchObject({ status: 503, headers: { "Retry-After": "2" } });
});

it("tells of a fault of ours nothing but that it is one (#96)", async () => {
  const fault = new Error(
    'relation "Client" does not exist in SELECT "secretHash" at /srv/postern/lib/db.ts:1 (Prisma)',
  );
  const { response, body } = await written(asRefusal(fault, "id"), "oauth");
  expect([response.status, body.error]).toEqual([500, "server_error"]);
  expect(JSON.stringify(body)).not.toMatch(/SELECT|secretHash|srv|Prisma|Error|\bat\b/);
});
