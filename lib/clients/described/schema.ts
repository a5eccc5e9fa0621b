import { z } from "zod";
import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { nameSchema } from "@/lib/text";
import { redirectUriProblem } from "../redirect-uri";

const MOST_URIS = 20;
const MOST_KEYS = 20;
const LONGEST = 2000;

const text = z.string().max(LONGEST);
const list = z.array(text).max(MOST_URIS);

/** A callback URL as every other client registers one; the message is the reason. */
export const callbackSchema = list.superRefine((uris, issues) => {
  for (const uri of uris) {
    const message = redirectUriProblem(uri);
    if (message) issues.addIssue({ code: "custom", message });
  }
});

const keyTypeSchema = z.enum(["RSA", "EC", "OKP"]);

/**
 * One public key (RFC 7518 §6). A private or symmetric one is no secret any more once it stood in a registration, and
 * whoever sent it has mistaken what is asked for. Members that are not named here are left out.
 */
const publicKeySchema = z
  .looseObject({ kty: keyTypeSchema })
  .refine(
    (key) => !["d", "p", "q", "dp", "dq", "qi", "oth", "k"].some((member) => member in key),
    "holds a private key",
  )
  .pipe(
    z.object({
      kty: keyTypeSchema,
      kid: text.optional(),
      use: text.optional(),
      alg: text.optional(),
      crv: text.optional(),
      x: text.optional(),
      y: text.optional(),
      /** 2048 bits or more (RFC 7518 §3.3). */
      n: text.min(342).optional(),
      e: text.optional(),
    }),
  )
  .refine(
    ({ kty, n, e, crv, x, y }) =>
      kty === "RSA" ? n !== undefined && e !== undefined : crv !== undefined && x !== undefined && (kty === "OKP" || y),
    "holds a key without its members",
  );

const jwksSchema = z.object({ keys: z.array(publicKeySchema).min(1).max(MOST_KEYS) });

/**
 * What a client may say of itself (RFC 7591 §2, RFC 9126 §6, RFC 9449 §5.2, OpenID Connect Registration §2). What is not
 * named here counts for nothing: nobody gives themselves an owner, a permission group or a secret (#235).
 */
export const describedSchema = z.object({
  redirect_uris: callbackSchema.optional(),
  client_name: nameSchema.optional(),
  client_uri: text.optional(),
  policy_uri: text.optional(),
  tos_uri: text.optional(),
  /** Looked at and never fetched nor shown: a picture would say whose it is, and tell its server who looks. */
  logo_uri: text.optional(),
  grant_types: list.optional(),
  response_types: list.optional(),
  token_endpoint_auth_method: z
    .enum(["none", "client_secret_basic", "client_secret_post", "private_key_jwt"])
    .optional(),
  jwks: jwksSchema.optional(),
  jwks_uri: text.optional(),
  scope: text.regex(/^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/).optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
  post_logout_redirect_uris: callbackSchema.optional(),
  id_token_signed_response_alg: z.enum(["RS256", "ES256", "EdDSA"]).optional(),
});
export type DescribedMetadata = z.infer<typeof describedSchema>;

/** What a client that describes itself can get tokens with: always for a person, never for itself alone. */
export const GRANT_TYPES = ["authorization_code", "refresh_token", DEVICE_CODE];
