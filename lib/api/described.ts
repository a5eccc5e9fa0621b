import { z } from "zod";

/** What descriptions of several paths say in the same words. */

/** Any path can meet these. */
export const OF_SERVER = ["temporarily_unavailable", "server_error"] as const;

export const PREFLIGHT = { 204: { description: "What a page of another origin may send (CORS)" } } as const;

export const FORM = "application/x-www-form-urlencoded" as const;
export const OF_FORM = ["invalid_request", "body_too_large", "unsupported_media_type"] as const;
export const OF_CLIENT = ["invalid_client", "client_awaits_approval", "too_many_attempts"] as const;
/** Where a request may prove a key: at our own endpoints, and at APIs (RFC 9449 §5, §7.1). */
export const OF_PROOF = ["invalid_dpop_proof", "use_dpop_nonce"] as const;
export const OF_CALL_PROOF = ["dpop_proof_refused", "dpop_nonce_required"] as const;

export const scope = z.string().describe("Keys of contexts with spaces between them (RFC 6749 §3.3)");
export const resource = z.string().describe("The audience of an API (RFC 8707 §2); it may come several times");

/** What is asked of contexts with parameters, as JSON in one parameter. */
export const authorizationDetails = z
  .string()
  .describe("A JSON array of `{ type: context, context, locations?, parameters? }`, each context once (RFC 9396 §2)");

/** What was given of contexts with parameters. */
export const givenDetails = z
  .array(
    z.object({
      type: z.literal("context"),
      context: z.string(),
      locations: z.array(z.string()),
      parameters: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    }),
  )
  .describe("What the contexts with parameters were given (RFC 9396 §2)");

/** The client in the form, for those that do not send it in the Authorization header (RFC 6749 §2.3.1, RFC 7523 §2.2). */
export const clientInForm = {
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion: z.string().describe("A JWT that the client has signed about itself").optional(),
  client_assertion_type: z.literal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer").optional(),
};
