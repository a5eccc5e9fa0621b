/**
 * The grant type of RFC 8693 §2.1. It stands with the APIs because of what it asks of them: whoever may exchange gets a JWT
 * for any of them, also for one that wants opaque tokens, so each needs a key that signs.
 */
export const EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
