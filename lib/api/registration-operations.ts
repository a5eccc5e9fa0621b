import { z } from "zod";
import { describedSchema } from "@/lib/clients/described/schema";
import { OF_SERVER, PREFLIGHT } from "./described";
import type { Described } from "./operation";

const registered = describedSchema
  .extend({
    client_id: z.string(),
    client_id_issued_at: z.number().int().describe("In seconds since 1970"),
    client_secret: z.string().optional().describe("Shown once; of a client that has one"),
    client_secret_expires_at: z.literal(0).optional(),
  })
  .meta({ id: "RegisteredClient" });

/** Where applications register themselves, while a company lets them. */
export const REGISTRATION_OPERATIONS: readonly Described[] = [
  {
    id: "registerClient",
    methods: ["POST"],
    path: "/oauth/register",
    tag: "OAuth 2",
    summary: "Register an application (RFC 7591), with a registration token or, where one company is open, without",
    security: ["registrationToken", "nothing"],
    body: { type: "application/json", schema: describedSchema },
    answers: { 201: { description: "RFC 7591 §3.2.1", schema: registered } },
    errors: {
      shape: "oauth",
      refusals: [
        "invalid_client_metadata",
        "invalid_redirect_uri",
        "invalid_software_statement",
        "unapproved_software_statement",
        "missing_token",
        "invalid_token",
        "not_found",
        "body_too_large",
        "too_many_requests",
        ...OF_SERVER,
      ],
    },
  },
  {
    id: "registerPreflight",
    methods: ["OPTIONS"],
    path: "/oauth/register",
    tag: "OAuth 2",
    summary: "Asked by browsers before an application in a page registers",
    security: [],
    answers: PREFLIGHT,
    errors: { shape: "oauth", refusals: OF_SERVER },
  },
];
