import { z } from "zod";

/** Control characters, line and paragraph separators, and what turns the reading direction or cannot be seen (Unicode TR36 §3.2). */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;

/** Whether a text shows whole and as it reads, so that it can stand on a page beside ours. */
export const isPrintable = (text: string): boolean => !UNPRINTABLE.test(text);

/** The name of a person or thing: shown in lists, dialogs and the log, so it cannot carry what would forge a line of them. */
export const nameSchema = z
  .string()
  .trim()
  .normalize("NFC")
  .min(1, "required")
  .max(80, "tooLong")
  .refine(isPrintable, "invalidCharacters");

export const DESCRIPTION_LENGTH = 255;

/** A longer text that people write: the same, but that it may have lines. */
export const descriptionSchema = z
  .string()
  .transform((text) => text.replace(/\r\n?/g, "\n").trim().normalize("NFC"))
  .pipe(
    z
      .string()
      .max(DESCRIPTION_LENGTH, "tooLong")
      .refine((text) => isPrintable(text.replaceAll("\n", "")), "invalidCharacters"),
  );
