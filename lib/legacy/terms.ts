/**
 * The version of the terms that a person accepts before the secret of an API connection is shown. It changes with their
 * text (`legacy.terms` of the messages): an acceptance of older terms no longer counts, and each is in the log.
 */
export const TERMS_VERSION = "2026-11-24";

/** The clauses, in the order in which they are read. */
export const TERMS_CLAUSES = ["secret", "server", "obsolete", "log", "end"] as const;
