import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isRefusalName, REFUSALS } from "@/lib/errors";
import { testDatabase } from "@/lib/testing/database";
import { frontFor } from "./front";
import { TABLE } from "./table";

const opened = testDatabase();

/** Those that answer refusals in the shape of RFC 6749 §5.2; the others answer a browser, or in another profile. */
/** A person reads what these say: their refusals are pages. */
const FOR_PEOPLE = ["/oauth/authorize", "/oauth/decide", "/oauth/device/decide", "/oauth/logout", "/login"];
const PATHS = [...TABLE.keys()].filter((path) => /^\/(oauth|token|login)/.test(path) && !FOR_PEOPLE.includes(path));

let server: Server;
let base: string;
beforeAll(async () => {
  const front = frontFor(TABLE);
  server = createServer((incoming, outgoing) => void (front(incoming, outgoing) || outgoing.end()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const LEGAL = /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/;

/** Everything that a refusal tells, in the character set of RFC 6749 §5.2, and nothing of our insides. */
async function expectWhole(response: Response): Promise<void> {
  const text = await response.text();
  const body = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(body)).toEqual(["error", "error_description", "error_uri", "error_code", "request_id"]);
  for (const part of [body.error, body.error_description, body.error_uri]) expect(part).toMatch(LEGAL);
  const name = new URL(String(body.error_uri)).pathname.replace("/refused/", "");
  if (!isRefusalName(name)) throw new Error(`${name} is no refusal`);
  expect(body.error_code).toBe(REFUSALS[name].code);
  expect(response.status).toBe(REFUSALS[name].status);
  expect(response.headers.get("x-request-id")).toBe(body.request_id);
  expect(text).not.toMatch(/node_modules|\bat .*\.ts|prisma|select |postgres/i);
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const taking = PATHS.filter((path) => TABLE.get(path)?.POST.allow.includes("POST"));

it.each(PATHS)(
  "%s says of every wrong request which refusal it is, its number, its id and its page (#95, #96)",
  async (path) => {
    const answers = [await fetch(`${base}${path}`, { method: "DELETE" })];
    if (taking.includes(path)) {
      const post = (init: RequestInit, query = "") => fetch(`${base}${path}${query}`, { method: "POST", ...init });
      answers.push(
        await post({ headers: { "content-type": "text/plain" }, body: "x" }),
        await post({ headers: FORM, body: `x=${"y".repeat(70_000)}` }),
        await post({ headers: FORM, body: "grant_type=%FF&token=x" }),
        await post({ headers: FORM, body: "grant_type=x&token=x&client_id=nobody&client_secret=%22%5C" }),
        await post({ headers: FORM, body: "" }),
        await post({ headers: FORM, body: "" }, "?client_id=x"),
      );
    }
    for (const answer of answers) await expectWhole(answer);
    expect(answers[0]?.status).toBe(405);
  },
);

it("a fault of the system too (#96)", async () => {
  const { pool } = opened();
  const { query } = pool;
  for (const [error, status] of [
    [Object.assign(new Error("select secrets"), { code: "ECONNREFUSED" }), 503],
    [new Error("select secrets at lib/x.ts"), 500],
  ] as const) {
    pool.query = (() => Promise.reject(error)) as unknown as typeof query;
    try {
      const body = "grant_type=client_credentials&client_id=x&client_secret=y";
      const answer = await fetch(`${base}/oauth/token`, { method: "POST", headers: FORM, body });
      expect(answer.status).toBe(status);
      await expectWhole(answer);
    } finally {
      pool.query = query;
    }
  }
});
