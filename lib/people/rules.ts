import { fieldRefusal } from "@/lib/errors";
import { COMMON_PASSWORDS, COMMON_WORDS, WALKS } from "./common-passwords";

/** The product's own name is the first guess; the others are told by the caller. */
const PRODUCT = "Postern";
const SHORTEST_WORD = 4;
const SHORTEST_WALK = 4;
const LONGEST_PERIOD = 8;
/** What must remain of a password when all that can be guessed is taken out. */
const LEAST_REST = 6;
const LEAST_DISTINCT = 5;

const LOOKS_LIKE: Record<string, string> = {
  0: "o",
  1: "i",
  3: "e",
  4: "a",
  5: "s",
  7: "t",
  "@": "a",
  $: "s",
  "!": "i",
};

const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const spelledOut = (text: string): string => text.replace(/[013457@$!]/g, (sign) => LOOKS_LIKE[sign] ?? sign);

const reversed = (text: string): string => [...text].reverse().join("");
const WALK_PIECES: ReadonlySet<string> = new Set(
  WALKS.map(folded)
    .flatMap((walk) => [walk, reversed(walk)])
    .flatMap((walk) =>
      Array.from({ length: walk.length - SHORTEST_WALK + 1 }, (_, at) => walk.slice(at, at + SHORTEST_WALK)),
    ),
);

const wordsOf = (texts: readonly string[]): string[] =>
  texts
    .flatMap((text) => folded(text).split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= SHORTEST_WORD)
    .sort((a, b) => b.length - a.length);

const withoutWords = (text: string, words: readonly string[]): string =>
  words.reduce((rest, word) => rest.replaceAll(word, " "), text);

function withoutWalks(text: string): string {
  const kept = [...text];
  for (let at = 0; at + SHORTEST_WALK <= text.length; at++)
    if (WALK_PIECES.has(text.slice(at, at + SHORTEST_WALK))) kept.fill(" ", at, at + SHORTEST_WALK);
  return kept.join("").replace(/(?:19|20)\d\d/g, " ");
}

/** How many characters nobody would guess: signs do not count, and a repeated one counts once. */
const restOf = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, "").replace(/(.)\1+/gu, "$1").length;

function isRepetition(text: string): boolean {
  const longest = Math.min(LONGEST_PERIOD, text.length / 2);
  for (let period = 1; period <= longest; period++)
    if (text.slice(period) === text.slice(0, text.length - period)) return true;
  return false;
}

/**
 * Whether a password is among the first that somebody would try: a common one, a walk over the keyboard, a repetition, or
 * put together from common words and what is known about its owner (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.1.2, 6.2.4, 6.2.11).
 * It demands no kinds of characters.
 */
export function isGuessable(password: string, about: readonly string[]): boolean {
  const text = folded(password);
  if (COMMON_PASSWORDS.has(text.replace(/[^\p{L}\p{N}]/gu, ""))) return true;
  if (new Set(text).size < LEAST_DISTINCT || isRepetition(text)) return true;
  const words = wordsOf([PRODUCT, ...COMMON_WORDS, ...about]);
  const asTyped = withoutWalks(withoutWords(text, words));
  const asMeant = withoutWords(spelledOut(withoutWalks(text)), words);
  return Math.min(restOf(asTyped), restOf(asMeant)) < LEAST_REST;
}

type Chosen = Readonly<{
  password: string;
  /** The field of the form that the answer belongs to. */
  field: string;
  /** What is known about the owner: name, email address, company. */
  about: readonly string[];
}>;

/** @throws Refusal invalid_input with passwordTooCommon at the field */
export function requireStrongPassword({ password, field, about }: Chosen): void {
  if (isGuessable(password, about)) throw fieldRefusal(field, "passwordTooCommon");
}
