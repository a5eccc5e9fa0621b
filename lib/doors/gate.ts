import "server-only";
import { randomBytes } from "node:crypto";
import { days } from "@/lib/duration";
import { env, issuerUrl } from "@/lib/env";

/** Set by our own server on what Next's router asks for in place of a document; Next hides its own sign of it from the gate. */
export const ROUTER_HEADER = "x-postern-router";

/** A fresh value for one answer: only scripts and styles that carry it run (CSP Level 3 §2.3.1). */
export const newNonce = (): string => randomBytes(16).toString("base64");

/**
 * The Content-Security-Policy of a page. `formTarget` is the one origin besides ours that a form's answer may lead to:
 * browsers hold the redirect that follows the consent form to `form-action` too.
 */
export function contentSecurityPolicy(nonce: string, formTarget: string | null): string {
  // React's development build evaluates text to rebuild stacks, and its tools write styles.
  const isDevelopment = env().NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self'${formTarget ? ` ${formTarget}` : ""}`,
  ].join("; ");
}

const HSTS = `max-age=${days(730) / 1000}; includeSubDomains`;

/**
 * What every page carries besides its policy. Referrer-Policy is `same-origin`, as `no-referrer` would turn the Origin
 * of our own forms into `null`.
 */
export const pageHeaders = (): Record<string, string> => ({
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  ...(issuerUrl().startsWith("https:") && { "strict-transport-security": HSTS }),
});
