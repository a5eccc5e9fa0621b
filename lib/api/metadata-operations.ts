import { z } from "zod";
import { ALGORITHMS } from "@/lib/keys/rules";
import { OF_SERVER, PREFLIGHT } from "./described";
import type { Described } from "./operation";

const TAG = "OAuth 2";

export const serverMetadata = z
  .looseObject({
    issuer: z.url(),
    authorization_endpoint: z.url(),
    token_endpoint: z.url(),
    revocation_endpoint: z.url(),
    introspection_endpoint: z.url(),
    jwks_uri: z.url(),
    pushed_authorization_request_endpoint: z.url(),
    dpop_signing_alg_values_supported: z.array(z.string()),
    userinfo_endpoint: z.url(),
    end_session_endpoint: z.url(),
    registration_endpoint: z.url().optional(),
    client_id_metadata_document_supported: z.literal(true).optional(),
  })
  .meta({ id: "ServerMetadata" });

const keySet = z
  .object({
    keys: z.array(
      z.looseObject({
        kty: z.enum(["EC", "OKP", "RSA"]),
        kid: z.string(),
        use: z.literal("sig"),
        alg: z.enum(ALGORITHMS),
      }),
    ),
  })
  .meta({ id: "KeySet" });

const resourceMetadata = z
  .object({
    resource: z.url(),
    resource_name: z.string(),
    authorization_servers: z.array(z.url()),
    scopes_supported: z.array(z.string()).optional(),
    bearer_methods_supported: z.array(z.literal("header")),
    dpop_signing_alg_values_supported: z.array(z.string()).optional(),
  })
  .meta({ id: "ResourceMetadata" });

/** A document of this kind; what is read differs. */
export const metadataOf = (id: string, path: string, summary: string): Described => ({
  id,
  methods: ["GET"],
  path,
  tag: TAG,
  summary,
  security: [],
  answers: { 200: { description: "RFC 9728 §3.2", schema: resourceMetadata } },
  errors: { shape: "oauth", refusals: OF_SERVER },
});

/** Where clients find out what there is. */
export const METADATA_OPERATIONS: readonly Described[] = [
  {
    ...metadataOf("serverMetadata", "/.well-known/oauth-authorization-server", "What this server offers (RFC 8414)"),
    answers: { 200: { description: "RFC 8414 §3.2", schema: serverMetadata } },
  },
  {
    id: "serverMetadataPreflight",
    methods: ["OPTIONS"],
    path: "/.well-known/oauth-authorization-server",
    tag: TAG,
    summary: "Asked by browsers before a page of another origin reads it",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
  {
    ...metadataOf("keySet", "/oauth/jwks", "The public keys that sign JWT access tokens (RFC 7517)"),
    answers: {
      200: { description: "RFC 7517 §5; to be kept for an hour", schema: keySet, headers: ["ETag"] },
      304: { description: "Still what If-None-Match names" },
    },
  },
  {
    id: "keySetPreflight",
    methods: ["OPTIONS"],
    path: "/oauth/jwks",
    tag: TAG,
    summary: "Asked by browsers before a page of another origin reads it",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
  metadataOf("adminMetadata", "/.well-known/oauth-protected-resource/api/v1", "What the admin API asks of a token"),
  {
    ...metadataOf(
      "apiMetadata",
      "/.well-known/oauth-protected-resource",
      "What a company's own API asks of a token (RFC 9728)",
    ),
    query: z.object({ resource: z.string().describe("The API's audience") }),
    errors: { shape: "oauth", refusals: ["invalid_request", "not_found", ...OF_SERVER] },
  },
  {
    id: "apiMetadataPreflight",
    methods: ["OPTIONS"],
    path: "/.well-known/oauth-protected-resource",
    tag: TAG,
    summary: "Asked by browsers before a page of another origin reads it",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
  metadataOf("openMetadata", "/.well-known/oauth-protected-resource/open", "What the open API asks of a token"),
];
