import { z } from "zod";

/** The box of the terms: its value is the version that the person read. */
export const revealSchema = z.object({ accept: z.string().max(40).default("") });
export type Reveal = z.infer<typeof revealSchema>;
