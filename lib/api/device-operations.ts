import { z } from "zod";
import { clientInForm, FORM, OF_CLIENT, OF_FORM, OF_SERVER, PREFLIGHT, resource, scope } from "./described";
import type { Described } from "./operation";

const TAG = "OAuth 2";

/** Where a device begins, and where the person it waits for decides (RFC 8628). */
export const DEVICE_OPERATIONS: readonly Described[] = [
  {
    id: "authorizeDevice",
    methods: ["POST"],
    path: "/oauth/device_authorization",
    tag: TAG,
    summary: "Get a code for the device to ask with, and one for a person to type in a browser of their own (RFC 8628)",
    security: ["client", "clientInForm"],
    body: { type: FORM, schema: z.object({ scope: scope.optional(), resource: resource.optional(), ...clientInForm }) },
    answers: {
      200: {
        description: "RFC 8628 §3.2",
        schema: z.object({
          device_code: z.string(),
          user_code: z.string(),
          verification_uri: z.url(),
          verification_uri_complete: z.url(),
          expires_in: z.number().int().describe("In seconds"),
          interval: z.number().int().describe("The least seconds between two questions at the token endpoint"),
        }),
      },
    },
    errors: {
      shape: "oauth",
      refusals: [
        ...OF_FORM,
        ...OF_CLIENT,
        "too_many_requests",
        "unauthorized_client",
        "invalid_scope",
        "invalid_authorization_details",
        "invalid_target",
        ...OF_SERVER,
      ],
    },
  },
  {
    id: "authorizeDevicePreflight",
    methods: ["OPTIONS"],
    path: "/oauth/device_authorization",
    tag: TAG,
    summary: "Asked by browsers before an application in a page sends its request",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
  {
    id: "decideDevice",
    methods: ["POST"],
    path: "/oauth/device/decide",
    tag: TAG,
    summary: "The form of the page on which a person decides about a device; nothing else can send it",
    security: ["session"],
    body: {
      type: FORM,
      schema: z.object({ request: z.uuid(), decision: z.enum(["allow", "deny"]), csrf: z.string() }),
    },
    answers: { 303: { description: "Go on at the address of the Location header", headers: ["Location"] } },
    errors: {
      shape: "page",
      refusals: [
        ...OF_FORM,
        "invalid_user_code",
        "unknown_client",
        "invalid_scope",
        "sign_in_required",
        "wrong_origin",
        "not_your_request",
        "forbidden",
        ...OF_SERVER,
      ],
    },
  },
];
