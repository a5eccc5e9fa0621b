import { z } from "zod";
import {
  authorizationDetails,
  clientInForm,
  FORM,
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

const authorizationRequest = z.object({
  response_type: z.literal("code"),
  client_id: z.string(),
  redirect_uri: z.string().optional().describe("Left out when exactly one is registered"),
  scope: scope.optional(),
  state: z.string().optional(),
  code_challenge: z.string().describe("BASE64URL(SHA-256(code_verifier)) (RFC 7636 §4.2)"),
  code_challenge_method: z.literal("S256"),
  resource: resource.optional(),
  authorization_details: authorizationDetails.optional(),
  prompt: z.enum(["none", "login", "consent", "select_account"]).optional(),
  max_age: z.string().optional().describe("The most seconds since the person typed their password"),
  ui_locales: z.string().optional(),
  dpop_jkt: z.string().optional().describe("The thumbprint of the key that the code is for (RFC 9449 §10)"),
  nonce: z.string().optional().describe("Comes back in the ID token"),
  login_hint: z.string().optional().describe("An email address that fills in the sign-in page"),
  id_token_hint: z.string().optional().describe("An ID token of the person who is expected"),
});

const byReference = z.object({
  client_id: z.string(),
  request_uri: z.string().describe("Of a request that was pushed (RFC 9126 §4); then nothing beside it counts"),
});

/** In an address either all of a request, or the reference of one: so each parameter for itself may be left out. */
const requestInAddress = authorizationRequest
  .partial()
  .extend({ client_id: z.string(), request_uri: byReference.shape.request_uri.optional() });

/** Where the client_id is the address of a document. */
const OF_DOCUMENT = [
  "invalid_client_document",
  "agents_not_admitted",
  "client_awaits_approval",
  "too_many_requests",
] as const;

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
      "invalid_request_uri",
      "body_too_large",
      "unsupported_media_type",
      "invalid_target",
      ...OF_DOCUMENT,
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
    query: requestInAddress,
  },
  {
    ...authorize,
    id: "authorizeByForm",
    methods: ["POST"],
    summary: "The same with the parameters in a form",
    body: { type: FORM, schema: z.union([authorizationRequest, byReference]) },
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
      schema: z.object({
        request: z.uuid(),
        decision: z.enum(["allow", "deny", "look"]),
        csrf: z.string(),
        lasting: z.enum(["until-taken-back", "week"]).optional(),
      }),
    },
    answers: { 303: SEE_OTHER },
    errors: {
      shape: "page",
      refusals: [
        ...OF_FORM,
        "request_expired",
        "invalid_request_uri",
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

const PUSHED: Described[] = [
  {
    id: "pushAuthorizationRequest",
    methods: ["POST"],
    path: "/oauth/par",
    tag: TAG,
    summary: "Hand in an authorization request, and get the reference that the user's browser opens it by (RFC 9126)",
    security: ["client", "clientInForm"],
    body: {
      type: FORM,
      schema: authorizationRequest.extend(clientInForm),
    },
    answers: {
      201: {
        description: "RFC 9126 §2.2",
        schema: z.object({ request_uri: z.string(), expires_in: z.number().int().describe("In seconds") }),
      },
    },
    errors: {
      shape: "oauth",
      refusals: [
        ...OF_FORM,
        ...OF_CLIENT,
        ...OF_PROOF,
        "unauthorized_client",
        "invalid_redirect_uri",
        "unsupported_response_type",
        "request_not_supported",
        "invalid_scope",
        "invalid_target",
        "invalid_authorization_details",
        ...OF_DOCUMENT,
        ...OF_SERVER,
      ],
    },
  },
  {
    id: "pushPreflight",
    methods: ["OPTIONS"],
    path: "/oauth/par",
    tag: TAG,
    summary: "Asked by browsers before an application in a page sends its request",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
];

/** Where an authorization begins: at its client or in the browser, and on the page that asks. */
export const AUTHORIZATION_OPERATIONS: readonly Described[] = [...AUTHORIZATION, ...PUSHED];
