/**
 * Every way in which Postern says no, and nothing else that leaves as a 4xx.
 *
 * `code` is status × 100 + serial: append-only, never reused, a heading each in docs/errors.md.
 * `oauth` is the RFC's name on the OAuth endpoints where it differs from ours.
 */
export const REFUSALS = {
  invalid_request: { status: 400, code: 40000 },
  invalid_grant: { status: 400, code: 40001 },
  unauthorized_client: { status: 400, code: 40002 },
  unsupported_grant_type: { status: 400, code: 40003 },
  invalid_scope: { status: 400, code: 40004 },
  invalid_target: { status: 400, code: 40005 },
  unsupported_response_type: { status: 400, code: 40006 },
  access_denied: { status: 400, code: 40007 },
  invalid_input: { status: 400, code: 40008, oauth: "invalid_request" },
  invalid_json: { status: 400, code: 40009, oauth: "invalid_request" },
  invalid_redirect_uri: { status: 400, code: 40010, oauth: "invalid_request" },
  unknown_client: { status: 400, code: 40011, oauth: "invalid_request" },
  request_expired: { status: 400, code: 40012, oauth: "invalid_request" },
  invalid_cursor: { status: 400, code: 40013, oauth: "invalid_request" },
  request_not_supported: { status: 400, code: 40014 },
  request_uri_not_supported: { status: 400, code: 40015 },
  login_required: { status: 400, code: 40016 },
  consent_required: { status: 400, code: 40017 },
  invalid_request_uri: { status: 400, code: 40018 },
  authorization_pending: { status: 400, code: 40019 },
  slow_down: { status: 400, code: 40020 },
  expired_token: { status: 400, code: 40021 },
  invalid_dpop_proof: { status: 400, code: 40022 },
  use_dpop_nonce: { status: 400, code: 40023 },
  invalid_client_metadata: { status: 400, code: 40024 },
  invalid_software_statement: { status: 400, code: 40025 },
  unapproved_software_statement: { status: 400, code: 40026 },
  invalid_authorization_details: { status: 400, code: 40027 },
  invalid_user_code: { status: 400, code: 40028, oauth: "invalid_request" },
  invalid_client_document: { status: 400, code: 40029, oauth: "invalid_request" },
  invalid_client: { status: 401, code: 40100 },
  invalid_token: { status: 401, code: 40101 },
  missing_token: { status: 401, code: 40102, oauth: "invalid_token" },
  sign_in_required: { status: 401, code: 40103, oauth: "access_denied" },
  wrong_credentials: { status: 401, code: 40104, oauth: "access_denied" },
  fresh_sign_in_required: { status: 401, code: 40105, oauth: "access_denied" },
  dpop_nonce_required: { status: 401, code: 40106, oauth: "use_dpop_nonce" },
  dpop_proof_refused: { status: 401, code: 40107, oauth: "invalid_dpop_proof" },
  insufficient_scope: { status: 403, code: 40300 },
  forbidden: { status: 403, code: 40301, oauth: "access_denied" },
  wrong_origin: { status: 403, code: 40302, oauth: "access_denied" },
  not_your_request: { status: 403, code: 40303, oauth: "access_denied" },
  terms_not_accepted: { status: 403, code: 40304, oauth: "access_denied" },
  client_awaits_approval: { status: 403, code: 40305, oauth: "access_denied" },
  agents_not_admitted: { status: 403, code: 40306, oauth: "access_denied" },
  not_found: { status: 404, code: 40400, oauth: "invalid_request" },
  setup_closed: { status: 404, code: 40401, oauth: "invalid_request" },
  method_not_allowed: { status: 405, code: 40500, oauth: "invalid_request" },
  name_taken: { status: 409, code: 40900, oauth: "invalid_request" },
  changed_meanwhile: { status: 409, code: 40901, oauth: "invalid_request" },
  already_submitted: { status: 409, code: 40902, oauth: "invalid_request" },
  too_many_secrets: { status: 409, code: 40903, oauth: "invalid_request" },
  last_secret: { status: 409, code: 40904, oauth: "invalid_request" },
  already_exists: { status: 409, code: 40905, oauth: "invalid_request" },
  body_too_large: { status: 413, code: 41300, oauth: "invalid_request" },
  unsupported_media_type: { status: 415, code: 41500, oauth: "invalid_request" },
  too_many_attempts: { status: 429, code: 42900, oauth: "invalid_request" },
  too_many_requests: { status: 429, code: 42901, oauth: "invalid_request" },
  server_error: { status: 500, code: 50000 },
  temporarily_unavailable: { status: 503, code: 50300 },
} as const satisfies Record<string, { status: number; code: number; oauth?: string }>;

export type RefusalName = keyof typeof REFUSALS;

export const isRefusalName = (text: string | undefined): text is RefusalName =>
  text !== undefined && Object.hasOwn(REFUSALS, text);

/** What was wrong with one field: a key of the `fieldErrors` messages, and what its sentence needs. */
export type FieldError = { code: string; params?: Record<string, string | number> };

type Details = {
  /** For integrators: English, in the character set of RFC 6749 §5.2. */
  description?: string;
  /** For our log alone; never sent. */
  detail?: unknown;
  fields?: Record<string, FieldError>;
  headers?: Record<string, string>;
};

/** The one error class of a "no". Anything else that is thrown is a fault of ours and answers 500. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  /** The value of `error` on the OAuth endpoints (RFC 6749 §5.2). */
  readonly oauth: string;
  readonly description: string;
  readonly detail: unknown;
  readonly fields: Record<string, FieldError> | undefined;
  readonly headers: Record<string, string>;

  constructor(
    override readonly name: RefusalName,
    { description, detail, fields, headers }: Details = {},
  ) {
    super(name);
    const row: { status: number; code: number; oauth?: string } = REFUSALS[name];
    this.status = row.status;
    this.code = row.code;
    this.oauth = row.oauth ?? name;
    this.description = (description ?? name.replaceAll("_", " ")).replace(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, "?");
    this.detail = detail;
    this.fields = fields;
    this.headers = headers ?? {};
  }
}

/** A refusal about one field of a form. */
export const fieldRefusal = (field: string, code: string, params?: FieldError["params"]): Refusal =>
  new Refusal("invalid_input", {
    description: `${field}: ${code}`,
    fields: { [field]: params ? { code, params } : { code } },
  });
