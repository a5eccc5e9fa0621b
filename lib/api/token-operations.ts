import { z } from "zod";
import {
  authorizationDetails,
  clientInForm,
  FORM,
  givenDetails,
  OF_CLIENT,
  OF_FORM,
  OF_PROOF,
  OF_SERVER,
  PREFLIGHT,
  resource,
  scope,
} from "./described";
import type { Described } from "./operation";

const TAG = "OAuth 2";
const tokenRequest = z.discriminatedUnion("grant_type", [
  z.object({
    grant_type: z.literal("authorization_code"),
    code: z.string(),
    redirect_uri: z.string().optional(),
    code_verifier: z.string(),
    authorization_details: authorizationDetails.optional(),
    ...clientInForm,
  }),
  z.object({
    grant_type: z.literal("refresh_token"),
    refresh_token: z.string(),
    scope: scope.optional(),
    resource: resource.optional(),
    authorization_details: authorizationDetails.optional(),
    ...clientInForm,
  }),
  z.object({
    grant_type: z.literal("client_credentials"),
    scope: scope.optional(),
    resource: resource.optional(),
    ...clientInForm,
  }),
  z.object({
    grant_type: z.literal("urn:ietf:params:oauth:grant-type:device_code"),
    device_code: z.string(),
    resource: resource.optional(),
    ...clientInForm,
  }),
  z.object({
    grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
    subject_token: z.string().describe("A personal token or an access token"),
    subject_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token"),
    requested_token_type: z
      .enum(["urn:ietf:params:oauth:token-type:access_token", "urn:ietf:params:oauth:token-type:jwt"])
      .optional(),
    resource: z.string().optional().describe("The one API that the new token is for (RFC 8707 §2)"),
    audience: z.string().optional().describe("The same by another name (RFC 8693 §2.1)"),
    scope: scope.optional(),
    ...clientInForm,
  }),
]);

const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.enum(["Bearer", "DPoP"]).describe("DPoP where the request proved a key (RFC 9449 §5)"),
    expires_in: z.number().int().describe("In seconds"),
    refresh_token: z.string().optional(),
    scope,
    id_token: z.string().optional().describe("With a code, where the context openid was granted"),
    authorization_details: givenDetails.optional(),
    issued_token_type: z.string().optional().describe("Of a token exchange alone (RFC 8693 §2.2.1)"),
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
      token_type: z.enum(["Bearer", "DPoP"]).optional(),
      cnf: z.object({ jkt: z.string() }).optional().describe("The key that it is bound to (RFC 9449 §6.2)"),
      exp: z.number().int().optional(),
      iat: z.number().int(),
      sub: z.string(),
      aud: z.union([z.string(), z.array(z.string())]).optional(),
      iss: z.url(),
      jti: z.string().optional(),
      authorization_details: givenDetails.optional(),
      act: z.object({ sub: z.string() }).optional().describe("Who acts for the subject, in an exchanged token"),
    }),
    z.object({ active: z.literal(false) }),
  ])
  .meta({ id: "Introspection" });

/** The endpoints of tokens, as `lib/oauth` answers them. */
export const TOKEN_OPERATIONS: readonly Described[] = [
  {
    id: "token",
    methods: ["POST"],
    path: "/oauth/token",
    tag: TAG,
    summary: "Exchange a code, another token or the client's own credentials for an access token",
    security: ["client", "clientInForm"],
    body: { type: FORM, schema: tokenRequest },
    answers: { 200: { description: "RFC 6749 §5.1", schema: tokenAnswer } },
    errors: {
      shape: "oauth",
      refusals: [
        ...OF_FORM,
        ...OF_CLIENT,
        ...OF_PROOF,
        "unsupported_grant_type",
        "unauthorized_client",
        "invalid_grant",
        "invalid_scope",
        "invalid_target",
        "authorization_pending",
        "slow_down",
        "access_denied",
        "expired_token",
        "invalid_authorization_details",
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
