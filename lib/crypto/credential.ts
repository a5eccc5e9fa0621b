import "server-only";
import { randomBytes } from "node:crypto";
import { Secret } from "./secret";

/**
 * The form of every bearer secret: `pst_<kind>_<43 characters><6 characters>`. The 43 are 32 random bytes in base62
 * and the 6 their CRC-32 over the whole beginning, so that a typing error is refused without a database read and a
 * scanner can tell a real one from a look-alike. No character of it ends a double-click selection.
 */
export const KINDS = {
  access: "at",
  refresh: "rt",
  personal: "pt",
  code: "ac",
  device: "dc",
  clientSecret: "cs",
  legacySecret: "ls",
  session: "ss",
  setup: "su",
  invitation: "iv",
  registration: "it",
} as const;
export type CredentialKind = keyof typeof KINDS;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BODY = 43;
const CHECKSUM = 6;
const FORM = new RegExp(`^pst_(${Object.values(KINDS).join("|")})_[0-9A-Za-z]{${BODY + CHECKSUM}}$`);
const KIND_OF = new Map<string, CredentialKind>(
  Object.entries(KINDS).map(([kind, tag]) => [tag, kind as CredentialKind]),
);

function base62(bytes: Buffer, width: number): string {
  let rest = BigInt(`0x${bytes.toString("hex")}`);
  let text = "";
  for (let i = 0; i < width; i++) {
    text = ALPHABET[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return text;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let row = byte;
  for (let bit = 0; bit < 8; bit++) row = row & 1 ? (row >>> 1) ^ 0xedb88320 : row >>> 1;
  return row;
});

/** CRC-32 (ISO 3309) in base62. Node has one of its own only from 20.15 on. */
function checksumOf(head: string): string {
  let crc = 0xffffffff;
  for (let i = 0; i < head.length; i++) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ head.charCodeAt(i)) & 0xff] ?? 0);
  let rest = (crc ^ 0xffffffff) >>> 0;
  let text = "";
  for (let i = 0; i < CHECKSUM; i++) {
    text = ALPHABET[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** A new secret of `kind`, from 32 bytes of the system's random source. */
export function newCredential(kind: CredentialKind): Secret {
  const head = `pst_${KINDS[kind]}_${base62(randomBytes(32), BODY)}`;
  return new Secret(head + checksumOf(head));
}

/** The kind that a presented string has the form and checksum of, or null: then no database needs to be asked. */
export function kindOf(presented: string): CredentialKind | null {
  const form = FORM.exec(presented);
  if (!form?.[1]) return null;
  const head = presented.slice(0, -CHECKSUM);
  return checksumOf(head) === presented.slice(-CHECKSUM) ? (KIND_OF.get(form[1]) ?? null) : null;
}
