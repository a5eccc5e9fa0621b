import "server-only";
import { z } from "zod";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";
import { REFUSALS, type RefusalName } from "@/lib/errors";
import type { Described, Method } from "./operation";
import { OPERATIONS } from "./registry";
import { codedErrorSchema, errorSchema, oauthErrorSchema } from "./wire";

type Json = Record<string, unknown>;
type Components = Map<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** References as OpenAPI places them. */
function placed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(placed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" ? String(inner).replace("#/$defs/", "#/components/schemas/") : placed(inner),
    ]),
  );
}

/**
 * The JSON Schema (2020-12, as OpenAPI 3.1 has it) of what comes in or goes out. Schemas with a name become components.
 * A format says enough without its pattern, and an answer may grow members: a reader passes over those it does not know.
 */
function schemaOf(schema: z.ZodType, io: "input" | "output", components: Components): unknown {
  const {
    $schema: _dialect,
    $defs = {},
    ...shape
  } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      delete jsonSchema.id;
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  for (const [name, definition] of Object.entries($defs)) components.set(name, placed(definition));
  return placed(shape);
}

const ERROR_SCHEMAS = { api: errorSchema, oauth: oauthErrorSchema, coded: codedErrorSchema, page: null, empty: null };

/** One answer a status; it lists the refusals that have it, with their numbers. */
function refusalsOf({ shape, refusals }: Described["errors"], components: Components): Json {
  const byStatus = new Map<number, RefusalName[]>();
  for (const name of refusals) {
    const { status } = REFUSALS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  const schema = ERROR_SCHEMAS[shape];
  const content =
    shape === "page"
      ? { "text/html": { schema: { type: "string" } } }
      : schema && { "application/json": { schema: schemaOf(schema, "output", components) } };
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.map((name) => `\`${name}\` (${REFUSALS[name].code})`).join(", "),
        ...(content && { content }),
      },
    ]),
  );
}

const header = { schema: { type: "string" } };

function answersOf({ answers, errors }: Described, components: Components): Json {
  const good = Object.entries(answers).map(([status, { description, schema, headers }]) => [
    status,
    {
      description,
      ...(headers && { headers: Object.fromEntries(headers.map((name) => [name, header])) }),
      ...(schema && { content: { "application/json": { schema: schemaOf(schema, "output", components) } } }),
    },
  ]);
  return { ...Object.fromEntries(good), ...refusalsOf(errors, components) };
}

function parametersOf({ path, query }: Described, components: Components): Json[] {
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
  const shape = query ? schemaOf(query, "input", components) : {};
  const { properties = {}, required = [] } = shape as { properties?: Record<string, Json>; required?: string[] };
  const filters = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
  return [...ids, ...filters];
}

type Scheme = Exclude<Described["security"][number], "clientInForm" | "nothing">;
const SECURITY: Record<Scheme, Json> = {
  personalToken: { type: "http", scheme: "bearer", description: "A personal access token, made in the console" },
  accessToken: { type: "http", scheme: "bearer", description: "An OAuth 2 access token" },
  registrationToken: { type: "http", scheme: "bearer", description: "A registration token (RFC 7591 §3)" },
  client: { type: "http", scheme: "basic", description: "client_id and client_secret (RFC 6749 §2.3.1)" },
  apiConnection: { type: "http", scheme: "basic", description: "Key and secret of the API connection; obsolete" },
  session: { type: "apiKey", in: "cookie", name: "__Host-postern" },
};

function operationOf(operation: Described, method: Method, components: Components): Json {
  const { id, methods, tag, summary, security, context, body } = operation;
  const several = methods.length > 1;
  const parameters = parametersOf(operation, components);
  return {
    operationId: several ? `${id}${method[0]}${method.slice(1).toLowerCase()}` : id,
    tags: [tag],
    summary,
    ...(context && { description: `Needs the context \`${context}\`.` }),
    // What stands in the form is shown there; for the header's part it is no security at all.
    security: security.map((name) => (name === "clientInForm" || name === "nothing" ? {} : { [name]: [] })),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { [body.type]: { schema: schemaOf(body.schema, "input", components) } } },
    }),
    responses: answersOf(operation, components),
  };
}

/** The OpenAPI 3.1 description of everything that can be called, made from the schemas that the code itself reads by. */
export function openApiDocument(): Json {
  const components: Components = new Map();
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS)
    for (const method of operation.methods) {
      paths[operation.path] ??= {};
      Object.assign(paths[operation.path] ?? {}, {
        [method.toLowerCase()]: operationOf(operation, method, components),
      });
    }
  return {
    openapi: "3.1.1",
    info: {
      title: "Postern",
      version: "1",
      description:
        "GET operations answer HEAD too. A method that a path does not take is refused with 405 and an Allow header.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: issuerUrl() }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: Object.fromEntries(components), securitySchemes: SECURITY },
  };
}

/** `GET /openapi.json`: public, and the same for everybody until the next release. */
export async function openApi(_ctx: Context, _request: Request): Promise<Response> {
  const headers = { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" };
  return json(openApiDocument(), { headers });
}
