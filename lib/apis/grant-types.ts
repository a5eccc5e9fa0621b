/** RFC 8628 §3.4. */
export const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/**
 * RFC 8693 §2.1. The grant types stand with the APIs because of what this one asks of them: whoever may exchange gets a JWT
 * for any of them, also for one that wants opaque tokens, so each needs a key that signs.
 */
export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
