import { z } from "zod";
import { OF_CALL_PROOF, OF_SERVER } from "./described";
import type { Described } from "./operation";
import { instant } from "./wire";

/** A proxy's question about a call. */
export const VERIFICATION_OPERATIONS: readonly Described[] = [
  {
    id: "verify",
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    path: "/api/verify",
    tag: "Forward authentication",
    summary: "Asked by a proxy about the call that it holds: may it pass?",
    security: ["accessToken", "personalToken", "apiConnection"],
    query: z.object({
      audience: z.string().describe("The API behind the proxy"),
      scope: z.string().optional().describe("The contexts that the call needs, with spaces between them"),
      call: z.enum(["original", "forwarded"]).optional().describe("The headers in which the proxy says what it holds"),
      origin: z.url().optional().describe("Where clients reach the API, if not at the origin of its audience"),
    }),
    answers: {
      200: {
        description: "It may. The headers say for whom",
        headers: [
          "X-Postern-Kind",
          "X-Postern-Subject",
          "X-Postern-Client",
          "X-Postern-Company",
          "X-Postern-Scopes",
          "X-Postern-Authorization-Details",
        ],
      },
    },
    errors: {
      shape: "empty",
      refusals: [
        "invalid_request",
        "invalid_scope",
        "missing_token",
        "invalid_token",
        "forbidden",
        "insufficient_scope",
        ...OF_CALL_PROOF,
        ...OF_SERVER,
      ],
    },
  },
];

const OPEN = "Open API";

/** The sample API that every installation serves. */
export const OPEN_OPERATIONS: readonly Described[] = [
  {
    id: "openConfig",
    methods: ["GET"],
    path: "/open/global/config",
    tag: OPEN,
    summary: "Public: a first call that tells whether you reach us at all",
    security: [],
    answers: {
      200: {
        description: "As asked.",
        schema: z.object({ name: z.string(), version: z.string(), issuer: z.url(), metadata: z.url(), me: z.url() }),
      },
    },
    errors: { shape: "coded", refusals: OF_SERVER },
  },
  {
    id: "openMe",
    methods: ["GET"],
    path: "/open/me",
    tag: OPEN,
    summary: "Whom a credential stands for, and what it may do",
    security: ["accessToken", "personalToken", "apiConnection"],
    context: "open:read",
    answers: {
      200: {
        description: "As asked.",
        schema: z.object({
          subject: z.object({ kind: z.enum(["person", "client", "company"]), id: z.string(), name: z.string() }),
          company: z.object({ id: z.uuid(), name: z.string() }),
          client: z.object({ key: z.string(), name: z.string() }).nullable(),
          credential: z.object({
            kind: z.enum(["access", "personal", "legacy", "exchanged"]),
            id: z.uuid(),
            issuedAt: instant,
            expiresAt: instant.nullable(),
          }),
          contexts: z.array(z.string()),
        }),
      },
    },
    errors: {
      shape: "coded",
      refusals: ["missing_token", "invalid_token", "forbidden", "insufficient_scope", ...OF_CALL_PROOF, ...OF_SERVER],
    },
  },
];
