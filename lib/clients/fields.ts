import { z } from "zod";
import { parsedJwkSet } from "./jwk-set";
import { redirectUriProblem } from "./redirect-uri";
import { keySetUrlProblem, webUrlProblem } from "./web-url";

const MOST_URIS = 20;
const MOST_SCOPES = 200;

const problem = (message: string, path: PropertyKey[] = []) => ({ code: "custom" as const, message, path });

/** Rows of a form, lines of a textarea, or members of an array: blank ones keep their place until they were judged. */
export const redirectUrisSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((part) => part.split(/\r?\n/).map((line) => line.trim())))
  .superRefine((uris, issues) => {
    if (uris.filter(Boolean).length > MOST_URIS) issues.addIssue(problem("tooManyUrls"));
    for (const [index, uri] of uris.entries()) {
      const message = uri && redirectUriProblem(uri);
      if (message) issues.addIssue(problem(message, [index]));
    }
  })
  .transform((uris) => [...new Set(uris.filter(Boolean))]);

/** The same in one textarea, whose one error stands for all its lines. */
export const uriLinesSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((part) => part.split(/\r?\n/).map((line) => line.trim())))
  .transform((uris) => [...new Set(uris.filter(Boolean))])
  .superRefine((uris, issues) => {
    const message =
      uris.length > MOST_URIS ? "tooManyUrls" : uris.map(redirectUriProblem).find((found) => found !== null);
    if (message) issues.addIssue(problem(message));
  });

const addressSchema = (problemOf: (url: string) => string | null) =>
  z
    .string()
    .nullable()
    .transform((url) => url?.trim() || null)
    .superRefine((url, issues) => {
      const message = url && problemOf(url);
      if (message) issues.addIssue(problem(message));
    });

/** An optional address. Empty is none. */
export const webUrlSchema = addressSchema(webUrlProblem);
/** Where a client keeps its public keys. Empty is none. */
export const jwksUriSchema = addressSchema(keySetUrlProblem);

/** Public keys, as a text or as JSON. Empty is none. */
export const jwksSchema = z
  .union([z.string(), z.looseObject({ keys: z.array(z.unknown()) })])
  .nullable()
  .transform((given, issues) => {
    if (given === null || (typeof given === "string" && given.trim() === "")) return null;
    const set = parsedJwkSet(given);
    if (typeof set !== "string") return set;
    issues.addIssue(problem(set));
    return z.NEVER;
  });

/** Check boxes of one name, of which a form sends one, many, or the empty field before them; each once, in one order. */
export const choicesSchema = <T extends readonly string[]>(choices: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().filter(Boolean))
    .pipe(z.array(z.enum(choices, "notOffered")))
    .transform((chosen) => choices.filter((choice) => (chosen as string[]).includes(choice)) as T[number][]);

/** Keys of contexts. Whether each is offered is for the use case to say. */
export const scopesSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [...new Set([given].flat().filter(Boolean))].sort())
  .pipe(z.array(z.string().max(200)).max(MOST_SCOPES));

export const groupIdSchema = z.string().min(1, "required").pipe(z.uuid("notOffered"));

export const apiIdSchema = z
  .string()
  .nullable()
  .transform((id) => id || null)
  .pipe(z.uuid("notOffered").nullable());

export const givenFlagSchema = z.union([z.boolean(), z.stringbool()]);
export const flagSchema = givenFlagSchema.default(false);
