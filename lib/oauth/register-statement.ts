import { Refusal } from "@/lib/errors";

/** The header of a compact JWS, if it says that it is signed. */
function isSigned(statement: string): boolean {
  const [head = "", body, signature] = statement.split(".");
  if (!body || !signature || statement.split(".").length !== 3) return false;
  try {
    const { alg } = Object(JSON.parse(Buffer.from(head, "base64url").toString("utf8"))) as { alg?: unknown };
    return typeof alg === "string" && alg !== "none";
  } catch {
    return false;
  }
}

/**
 * No issuer of software statements is trusted here, so what one says is never taken, signed or not (RFC 7591 §3.2.2): a
 * registration that relies on it would be registered as something else.
 * @throws Refusal invalid_software_statement, unapproved_software_statement
 */
export function requireTrustworthy(metadata: unknown): void {
  const { software_statement: statement } = Object(metadata) as { software_statement?: unknown };
  if (statement === undefined || statement === null) return;
  if (typeof statement !== "string" || !isSigned(statement))
    throw new Refusal("invalid_software_statement", { description: "the software_statement is no signed JWT" });
  throw new Refusal("unapproved_software_statement", {
    description: "no issuer of software statements is trusted here: leave it out",
  });
}
