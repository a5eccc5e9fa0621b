import { expect } from "vitest";
import type { z } from "zod";
import type { Described } from "@/lib/api/operation";
import { OPERATIONS } from "@/lib/api/registry";
import { errorSchema } from "@/lib/api/wire";
import type { METHODS, RouteHandler } from "@/lib/doors/endpoint";
import { issuerUrl } from "@/lib/env";

type Method = (typeof METHODS)[number];
type Route = Readonly<Record<Method, RouteHandler>>;
type Call = {
  method?: Method;
  token?: string;
  /** Sent as JSON; text is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
};

/** An answer; `Body` is what the test expects to find, which the description has confirmed. */
export type Told<Body> = { status: number; headers: Headers; body: Body };
export type Refused = z.output<typeof errorSchema>;

const pattern = ({ path }: Described): RegExp =>
  new RegExp(`^${path.replaceAll("{", "(?<").replaceAll("}", ">[^/]*)")}$`);

/** The schema says all that the answer holds, and the answer all that the schema says. */
const expectToBe = (schema: z.ZodType, value: unknown): void => expect(schema.parse(value)).toEqual(value);

function expectAsDescribed(operation: Described | undefined, status: number, body: unknown): void {
  if (status >= 400) {
    expectToBe(errorSchema, body);
    const { error } = body as Refused;
    expect(error).toMatchObject({ status, code: expect.toSatisfy((code) => Math.floor(code / 100) === status) });
    if (operation) expect(operation.errors.refusals).toContain(error.name);
    return;
  }
  const answer = operation?.answers[status];
  expect(answer).toBeDefined();
  if (answer?.schema) expectToBe(answer.schema, body);
  else expect(body).toBeNull();
}

/**
 * Calls a route of the admin API as Next would, and holds the answer against the OpenAPI description: its status must
 * be described, its body exactly as described, a refusal among those that are listed.
 */
export async function callApi<Body = unknown>(route: Route, path: string, call: Call = {}): Promise<Told<Body>> {
  const { method = "GET", token, body, headers = {} } = call;
  const [plain = ""] = path.split("?");
  const ofPath = OPERATIONS.filter((operation) => pattern(operation).test(plain));
  const [first] = ofPath;
  const params = (first && pattern(first).exec(plain)?.groups) ?? {};
  const request = new Request(`${issuerUrl()}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await route[method](request, { params: Promise.resolve({ ...params }) });
  const text = await response.text();
  const told: unknown = text === "" ? null : JSON.parse(text);
  const operation = ofPath.find(({ methods }) => methods.includes(method === "HEAD" ? "GET" : method));
  expectAsDescribed(operation, response.status, told);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return { status: response.status, headers: response.headers, body: told as Body };
}

/** The status and the name of a refusal. */
export const refusalOf = ({ status, body }: Told<unknown>): [number, string] => [status, (body as Refused).error.name];
