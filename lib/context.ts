import type { Db } from "@/lib/db/client";

export type Role = "owner" | "admin" | "member";

/** Who acts. `person` is anybody who is signed in; the role says what they may do in the company that they look at. */
export type Actor =
  | { kind: "nobody" }
  | { kind: "system" }
  | {
      kind: "person";
      userId: string;
      name: string;
      email: string;
      sessionId: string;
      /** When the password was last typed. */
      authenticatedAt: Date;
      /** Null for a person who belongs to no company. */
      membership: { companyId: string; companyName: string; role: Role } | null;
    }
  | {
      kind: "token";
      tokenId: string;
      name: string;
      userId: string;
      companyId: string;
      role: Role;
      scopes: readonly string[];
    }
  | { kind: "client"; clientId: string; name: string; companyId: string };

/** What a use case is given besides its input. Built by the door frames alone; read-only. */
export type Context = Readonly<{
  /** The client, or an open transaction. */
  db: Db;
  /** The clock, read once a request. */
  now: Date;
  actor: Actor;
  origin: Readonly<{ requestId: string; ip: string | null; userAgent: string | null }>;
  /** Runs after the answer was made; its failure is logged and never reaches the caller. */
  later: (work: () => Promise<void>) => void;
}>;
