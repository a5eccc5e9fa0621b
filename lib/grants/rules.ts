import { Refusal } from "@/lib/errors";

export type GrantStatus = "live" | "revoked";

export const statusOf = ({ revokedAt }: { revokedAt: Date | null }): GrantStatus => (revokedAt ? "revoked" : "live");

/** What a grant holds after a further consent: what it held, then what is new, each once. */
export const widened = (held: readonly string[], asked: readonly string[]): string[] => [
  ...new Set([...held, ...asked]),
];

/** What of `asked` is not held yet. */
export const missing = (held: readonly string[], asked: readonly string[]): string[] =>
  asked.filter((scope) => !held.includes(scope));

type Restorable = {
  grantType: string;
  revokedAt: Date | null;
  client: { disabledAt: Date | null; removedAt: Date | null };
};

/**
 * Whether an admin may give a standing access back: only the one that an admin gave. What a person allowed, that person
 * allows again.
 * @throws Refusal forbidden, already_exists (it was never taken), unknown_client (the client is disabled or removed)
 */
export function requireRestorable({ grantType, revokedAt, client }: Restorable): void {
  if (grantType !== "client_credentials")
    throw new Refusal("forbidden", { description: "the person who gave this access has to give it again" });
  if (!revokedAt) throw new Refusal("already_exists", { description: "this access was not revoked" });
  if (client.disabledAt || client.removedAt)
    throw new Refusal("unknown_client", { description: "the client is disabled or removed" });
}
