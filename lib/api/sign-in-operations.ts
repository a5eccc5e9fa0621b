import { z } from "zod";
import { FORM, OF_FORM, OF_SERVER, PREFLIGHT } from "./described";
import { metadataOf, serverMetadata } from "./metadata-operations";
import type { Described } from "./operation";

const TAG = "OpenID Connect";

const claims = z
  .object({
    sub: z.uuid().describe("The person: the same as in the ID token, for every client"),
    name: z.string().optional().describe("With the context profile"),
    locale: z.string().optional().describe("With the context profile, where the person has chosen one"),
    zoneinfo: z.string().optional().describe("With the context profile, where the person has chosen one"),
    email: z.email().optional().describe("With the context email"),
    email_verified: z.boolean().optional().describe("With the context email"),
  })
  .meta({ id: "UserInfo" });

const userinfo = {
  path: "/oauth/userinfo",
  tag: TAG,
  security: ["accessToken"],
  context: "openid",
  answers: { 200: { description: "OpenID Connect Core §5.3.2", schema: claims } },
  errors: {
    shape: "oauth",
    refusals: ["invalid_request", "missing_token", "invalid_token", "insufficient_scope", ...OF_SERVER],
  },
} as const;

const signOutRequest = z.object({
  id_token_hint: z.string().optional().describe("An ID token that this client got, ended or not"),
  client_id: z.string().optional(),
  post_logout_redirect_uri: z.url().optional().describe("One that is registered with the client, exactly"),
  state: z.string().optional(),
  ui_locales: z.string().optional(),
});

const logout = {
  path: "/oauth/logout",
  tag: TAG,
  security: [],
  answers: { 303: { description: "Go on at the page that asks the person", headers: ["Location"] } },
  errors: { shape: "page", refusals: [...OF_FORM, ...OF_SERVER] },
} as const;

const CONFIGURATION: Described[] = [
  {
    ...metadataOf("openidConfiguration", "/.well-known/openid-configuration", "What this server offers, for sign-ins"),
    tag: TAG,
    answers: { 200: { description: "OpenID Connect Discovery §4.2", schema: serverMetadata } },
  },
  {
    id: "openidConfigurationPreflight",
    methods: ["OPTIONS"],
    path: "/.well-known/openid-configuration",
    tag: TAG,
    summary: "Asked by browsers before a page of another origin reads it",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
  {
    ...metadataOf(
      "identityMetadata",
      "/.well-known/oauth-protected-resource/oauth/userinfo",
      "What the UserInfo endpoint asks of a token",
    ),
    tag: TAG,
  },
];

/** Signing in to an application, and out again. */
export const SIGN_IN_OPERATIONS: readonly Described[] = [
  ...CONFIGURATION,
  { ...userinfo, id: "userinfo", methods: ["GET"], summary: "Who the person is for whom an access token stands" },
  { ...userinfo, id: "userinfoByPost", methods: ["POST"], summary: "The same; the token stands in the header too" },
  {
    id: "userinfoPreflight",
    methods: ["OPTIONS"],
    path: "/oauth/userinfo",
    tag: TAG,
    summary: "Asked by browsers before an application in a page sends its token",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
  {
    ...logout,
    id: "logout",
    methods: ["GET"],
    summary: "Open in the user's browser to sign out (RP-Initiated Logout)",
    query: signOutRequest,
  },
  {
    ...logout,
    id: "logoutByForm",
    methods: ["POST"],
    summary: "The same with the parameters in a form",
    body: { type: FORM, schema: signOutRequest },
  },
];
