import "server-only";
import { z } from "zod";
import type { Context } from "@/lib/context";
import { empty, json } from "@/lib/doors/answer";
import { jsonInput, pathIds, queryInput } from "@/lib/doors/api-input";
import { METHODS } from "@/lib/doors/endpoint";
import { issuerUrl } from "@/lib/env";
import type { RefusalName } from "@/lib/errors";
import { adminScope, type Permission } from "@/lib/people/may";

export type Method = (typeof METHODS)[number];
type Run = (ctx: Context, request: Request, params: Record<string, string>) => Promise<Response>;

/** What is said of an operation to those who call it. */
export type Described = Readonly<{
  /** The operationId: generated clients name their functions by it. */
  id: string;
  methods: readonly Method[];
  /** With `{name}` where an id stands. */
  path: string;
  tag: string;
  summary: string;
  /** What lets a caller in: one of them is enough; none for what is public. */
  security: readonly (
    | "personalToken"
    | "accessToken"
    | "registrationToken"
    | "client"
    | "clientInForm"
    | "apiConnection"
    | "session"
    | "nothing"
  )[];
  /** The context that a token needs. */
  context?: string;
  query?: z.ZodObject;
  body?: Readonly<{ type: "application/json" | "application/x-www-form-urlencoded"; schema: z.ZodType }>;
  answers: Readonly<Record<number, Readonly<{ description: string; schema?: z.ZodType; headers?: readonly string[] }>>>;
  /** How a "no" is written, and which ones there are. */
  errors: Readonly<{ shape: "api" | "oauth" | "coded" | "page" | "empty"; refusals: readonly RefusalName[] }>;
}>;

/** One operation of the admin API: what it says of itself is what it reads by and what it answers with. */
export type Operation = Described & Readonly<{ handle: Run }>;

type Answer<O extends z.ZodType> = { value: z.input<O>; location?: string };
type Given<Q extends z.ZodObject, B extends z.ZodType> = {
  ids: Record<string, string>;
  query: z.output<Q>;
  body: z.output<B>;
};

type Spec<Q extends z.ZodObject, B extends z.ZodType, O extends z.ZodType> = {
  id: string;
  method: Exclude<Method, "HEAD" | "OPTIONS">;
  path: string;
  tag: string;
  summary: string;
  /** For the description; the use case is what asks for it. */
  permission: Permission;
  query?: Q;
  body?: B;
  /** Left out: the answer is 204. */
  output?: O;
  status?: 200 | 201;
  refusals?: readonly RefusalName[];
  run: (ctx: Context, given: Given<Q, B>) => Promise<Answer<O> | null>;
};

const ALWAYS: RefusalName[] = [
  "invalid_request",
  "missing_token",
  "invalid_token",
  "insufficient_scope",
  "temporarily_unavailable",
  "server_error",
];
const OF_BODY: RefusalName[] = ["unsupported_media_type", "body_too_large", "invalid_json", "invalid_input"];

function refusalsOf({
  path,
  query,
  body,
  refusals = [],
}: Pick<Spec<z.ZodObject, z.ZodType, z.ZodType>, "path" | "query" | "body" | "refusals">) {
  const all = [
    ...ALWAYS,
    ...(path.includes("{") ? (["not_found"] as const) : []),
    ...(query ? (["invalid_input"] as const) : []),
    ...(body ? OF_BODY : []),
    ...refusals,
  ];
  return [...new Set(all)];
}

function answerOf({ output, status = 200 }: { output?: z.ZodType; status?: 200 | 201 }): Described["answers"] {
  if (!output) return { 204: { description: "Done. There is nothing to tell." } };
  const description = status === 201 ? "Made." : "As asked.";
  return { [status]: { description, schema: output, ...(status === 201 && { headers: ["Location"] }) } };
}

const NO_QUERY = z.object({});

/**
 * Defines an operation of the admin API. Its handler reads ids, query and body by the schemas that the description
 * shows, so that neither can say what the other does not do. Who may is asked by the use case that `run` calls.
 */
export function operation<
  Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
  B extends z.ZodType = z.ZodUndefined,
  O extends z.ZodType = z.ZodNever,
>(spec: Spec<Q, B, O>): Operation {
  const { id, method, path, tag, summary, query, body, output, status = 200 } = spec;
  const handle: Run = async (ctx, request, params) => {
    const answer = await spec.run(ctx, {
      ids: pathIds(params),
      query: queryInput(request, query ?? NO_QUERY) as z.output<Q>,
      body: (body ? await jsonInput(request, body) : undefined) as z.output<B>,
    });
    if (!answer) return empty(204);
    const { value, location } = answer;
    return json(value, { status, ...(location && { headers: { location: `${issuerUrl()}${location}` } }) });
  };
  return {
    id,
    methods: [method],
    path,
    tag,
    summary,
    security: ["personalToken"],
    context: adminScope(spec.permission),
    ...(query && { query }),
    ...(body && { body: { type: "application/json", schema: body } }),
    answers: answerOf(output ? { output, status } : {}),
    errors: { shape: "api", refusals: refusalsOf(spec) },
    handle,
  };
}

/** The handlers of one path, by method; HEAD answers like GET (RFC 9110 §9.3.2). */
export function handlers(...operations: readonly Operation[]): Partial<Record<Method, Run>> {
  const runs = operations.flatMap(({ methods, handle }) =>
    methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).map((method) => [method, handle]),
  );
  const found = Object.fromEntries(runs) as Partial<Record<Method, Run>>;
  // In the order in which Allow names them.
  return Object.fromEntries(METHODS.flatMap((method) => (found[method] ? [[method, found[method]]] : [])));
}
