import "server-only";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose";
import { seal, unseal } from "@/lib/crypto/seal";
import { ALGORITHMS, type Algorithm, isAlgorithm, type Timed } from "./rules";
import type { KeyRow } from "./store";

/** The members that a published key has, by its kind (RFC 7518 §6.2.1, §6.3.1, RFC 8037 §2), and nothing else. */
const PUBLIC_MEMBERS = ["kty", "crv", "x", "y", "n", "e"] as const;

/** A published key (RFC 7517 §4). */
export type PublicJwk = Readonly<Record<string, string>>;

/** A key that this process holds. The private part is opened when it first signs, and can't be taken out again. */
export type Key = Timed &
  Readonly<{ publicJwk: PublicJwk; publicKey: CryptoKey; privateKey: () => Promise<CryptoKey> }>;

const about = (kid: string): string => `signing-key:${kid}`;

async function imported(jwk: Record<string, string>, algorithm: Algorithm): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm, { extractable: false });
  if (key instanceof Uint8Array) throw new Error("a signing key is symmetric");
  return key;
}

/** A new key of the algorithm: P-256, Ed25519, or RSA with 3072 bits (128-bit security, NIST SP 800-57). */
export async function newKey(algorithm: Algorithm) {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true, modulusLength: 3072 });
  const [whole, secret] = [await exportJWK(publicKey), await exportJWK(privateKey)];
  const members = PUBLIC_MEMBERS.flatMap((name) => {
    const value = whole[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  const kid = await calculateJwkThumbprint(whole);
  const publicJwk = { ...Object.fromEntries(members), kid, use: "sig", alg: algorithm };
  return { kid, algorithm, publicJwk, privateKeySealed: seal(JSON.stringify(secret), about(kid)) };
}

/** The key of a row. */
export async function keyOf(row: KeyRow): Promise<Key> {
  const { kid, algorithm, generation, activeAt } = row;
  if (!isAlgorithm(algorithm)) throw new Error(`a signing key is for none of ${ALGORITHMS.join(", ")}`);
  const publicJwk = row.publicJwk as PublicJwk;
  const open = async (): Promise<CryptoKey> =>
    imported(JSON.parse(unseal(row.privateKeySealed, about(kid))) as Record<string, string>, algorithm);
  let opened: Promise<CryptoKey> | undefined;
  const privateKey = (): Promise<CryptoKey> => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    kid,
    algorithm,
    generation,
    activeAt,
    publicJwk,
    publicKey: await imported(publicJwk, algorithm),
    privateKey,
  };
}
