import { CompactSign, type JWTPayload, SignJWT } from "jose";
import { issuerUrl } from "@/lib/env";
import { keyring } from "@/lib/keys/keyring";

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The parts of a JWT, decoded. */
export function partsOf(token: string) {
  const [head = "", body = "", signature = ""] = token.split(".");
  const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  return { head, body, signature, header: decoded(head), claims: decoded(body) };
}

/** The token with other members in its header, and the signature that it had. */
export function withHeader(token: string, change: Record<string, unknown>): string {
  const { header, body, signature } = partsOf(token);
  return `${base64url({ ...header, ...change })}.${body}.${signature}`;
}

/** A JWT as a thief of the signing key would make it: rightly signed, and never issued. */
export async function signedByUs(claims: JWTPayload): Promise<string> {
  const { kid, privateKey } = await keyring().signer("ES256", new Date());
  return new SignJWT({ iss: issuerUrl(), ...claims })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid })
    .sign(await privateKey());
}

/** Any text for a payload, rightly signed. */
export async function textSignedByUs(text: string): Promise<string> {
  const { kid, privateKey } = await keyring().signer("ES256", new Date());
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid })
    .sign(await privateKey());
}
