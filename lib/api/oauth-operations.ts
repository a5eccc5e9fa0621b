import { z } from "zod";
import { OF_SERVER, PREFLIGHT } from "./described";
import type { Described } from "./operation";

const TAG = "OAuth 2";
const FORM = "application/x-www-form-urlencoded" as const;
const OF_FORM = ["invalid_request", "body_too_large", "unsupported_media_type"] as const;
const OF_CLIENT = ["invalid_client", "too_many_attempts"] as const;

const scope = z.string().describe("Keys of contexts with spaces between them (RFC 6749 §3.3)");
const resource = z.string().describe("The audience of an API (RFC 8707 §2); it may come several times");

const authorizationRequest = z.object({
  response_type: z.literal("code"),
  client_id: z.string(),
  redirect_uri: z.string().optional().describe("Left out when exactly one is registered"),
  scope: scope.optional(),
  state: z.string().optional(),
  code_challenge: z.string().describe("BASE64URL(SHA-256(code_verifier)) (RFC 7636 §4.2)"),
  code_challenge_method: z.literal("S256"),
  resource: resource.optional(),
  prompt: z.enum(["none", "login", "consent"]).optional(),
  ui_locales: z.string().optional(),
});

/** The client in the form, for those that do not send it in the Authorization header (RFC 6749 §2.3.1). */
const clientInForm = { client_id: z.string().optional(), client_secret: z.string().optional() };

const tokenRequest = z.discriminatedUnion("grant_type", [
  z.object({
    grant_type: z.literal("authorization_code"),
    code: z.string(),
    redirect_uri: z.string().optional(),
    code_verifier: z.string(),
    ...clientInForm,
  }),
  z.object({
    grant_type: z.literal("refresh_token"),
    refresh_token: z.string(),
    scope: scope.optional(),
    resource: resource.optional(),
    ...clientInForm,
  }),
  z.object({
    grant_type: z.literal("client_credentials"),
    scope: scope.optional(),
    resource: resource.optional(),
    ...clientInForm,
  }),
]);

const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.number().int().describe("In seconds"),
    refresh_token: z.string().optional(),
    scope,
  })
  .meta({ id: "TokenAnswer" });

const aboutToken = z.object({ token: z.string(), token_type_hint: z.string().optional(), ...clientInForm });

const introspection = z
  .union([
    z.object({
      active: z.literal(true),
      scope: scope.optional(),
      client_id: z.string().optional(),
      username: z.string().optional(),
      token_type: z.literal("Bearer").optional(),
      exp: z.number().int().optional(),
      iat: z.number().int(),
      sub: z.string(),
      aud: z.union([z.string(), z.array(z.string())]).optional(),
      iss: z.url(),
      jti: z.string().optional(),
    }),
    z.object({ active: z.literal(false) }),
  ])
  .meta({ id: "Introspection" });

const SEE_OTHER = { description: "Go on at the address of the Location header", headers: ["Location"] } as const;
const authorize = {
  tag: TAG,
  path: "/oauth/authorize",
  security: [],
  answers: { 303: SEE_OTHER },
  errors: {
    shape: "page",
    refusals: [
      "unknown_client",
      "invalid_redirect_uri",
      "invalid_request",
      "body_too_large",
      "unsupported_media_type",
      ...OF_SERVER,
    ],
  },
} as const;

const AUTHORIZATION: Described[] = [
  {
    ...authorize,
    id: "authorize",
    methods: ["GET"],
    summary: "Open in the user's browser to ask for access (RFC 6749 §4.1.1)",
    query: authorizationRequest,
  },
  {
    ...authorize,
    id: "authorizeByForm",
    methods: ["POST"],
    summary: "The same with the parameters in a form",
    body: { type: FORM, schema: authorizationRequest },
  },
  {
    id: "decide",
    methods: ["POST"],
    path: "/oauth/decide",
    tag: TAG,
    summary: "The form of the consent page; nothing else can send it",
    security: ["session"],
    body: {
      type: FORM,
      schema: z.object({ request: z.uuid(), decision: z.enum(["allow", "deny"]), csrf: z.string() }),
    },
    answers: { 303: SEE_OTHER },
    errors: {
      shape: "page",
      refusals: [
        ...OF_FORM,
        "request_expired",
        "unknown_client",
        "sign_in_required",
        "wrong_origin",
        "not_your_request",
        "forbidden",
        ...OF_SERVER,
      ],
    },
  },
];

const TOKENS: Described[] = [
  {
    id: "token",
    methods: ["POST"],
    path: "/oauth/token",
    tag: TAG,
    summary: "Exchange a code, a refresh token or the client's own credentials for an access token",
    security: ["client", "clientInForm"],
    body: { type: FORM, schema: tokenRequest },
    answers: { 200: { description: "RFC 6749 §5.1", schema: tokenAnswer } },
    errors: {
      shape: "oauth",
      refusals: [
        ...OF_FORM,
        ...OF_CLIENT,
        "unsupported_grant_type",
        "unauthorized_client",
        "invalid_grant",
        "invalid_scope",
        "invalid_target",
        ...OF_SERVER,
      ],
    },
  },
  {
    id: "tokenPreflight",
    methods: ["OPTIONS"],
    path: "/oauth/token",
    tag: TAG,
    summary: "Asked by browsers before an application in a page sends its request",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
  {
    id: "revoke",
    methods: ["POST"],
    path: "/oauth/revoke",
    tag: TAG,
    summary: "End a token of the client (RFC 7009); the answer is the same whether there was one",
    security: ["client", "clientInForm"],
    body: { type: FORM, schema: aboutToken },
    answers: { 200: { description: "It is ended, if it was the client's" } },
    errors: { shape: "oauth", refusals: [...OF_FORM, ...OF_CLIENT, ...OF_SERVER] },
  },
  {
    id: "introspect",
    methods: ["POST"],
    path: "/oauth/introspect",
    tag: TAG,
    summary: "Ask whether a token is good, as the API that it is for or as its client (RFC 7662)",
    security: ["client", "clientInForm"],
    body: { type: FORM, schema: aboutToken },
    answers: { 200: { description: "RFC 7662 §2.2", schema: introspection } },
    errors: { shape: "oauth", refusals: [...OF_FORM, ...OF_CLIENT, ...OF_SERVER] },
  },
];

/** The protocol endpoints, as `lib/oauth` answers them. */
export const OAUTH_OPERATIONS: readonly Described[] = [...AUTHORIZATION, ...TOKENS];
