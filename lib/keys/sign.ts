import "server-only";
import { type JWTPayload, SignJWT } from "jose";
import { keyring } from "./keyring";
import type { Algorithm } from "./rules";

export type Claims = JWTPayload;

type Sign = { algorithm: Algorithm; typ: string; claims: Claims; now: Date };

/** Signs the claims, in that order, as a JWT (RFC 7519 §7.1) whose header has `alg`, `typ` and `kid` and no more. */
export async function sign({ algorithm, typ, claims, now }: Sign): Promise<string> {
  const { kid, privateKey } = await keyring().signer(algorithm, now);
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ, kid }).sign(await privateKey());
}
