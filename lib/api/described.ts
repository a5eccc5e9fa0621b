/** What descriptions of several paths say in the same words. */

/** Any path can meet these. */
export const OF_SERVER = ["temporarily_unavailable", "server_error"] as const;

export const PREFLIGHT = { 204: { description: "What a page of another origin may send (CORS)" } } as const;
