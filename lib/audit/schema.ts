import { z } from "zod";
import { AUDIT_ACTIONS } from "./actions";

export const OUTCOMES = ["done", "refused"] as const;

/** A filter that a form leaves empty is one that was not set. */
const filter = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** An id, a key or a request id: never with a character that the database cannot hold. */
const reference = z
  .string()
  .max(100)
  .regex(/^[\x21-\x7E]+$/);

const actions = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
  z.array(z.enum(AUDIT_ACTIONS)).max(AUDIT_ACTIONS.length),
);

/** The filters of the transaction log; each that is set narrows the list. */
export const eventQuerySchema = z.object({
  search: filter(
    z
      .string()
      .trim()
      .max(80)
      .regex(/^[^\0]*$/),
  ).describe("A piece of the name of who acted or of what was acted on"),
  action: filter(actions).describe("One action, or several with commas between them"),
  actor: filter(reference).describe("The id of who acted"),
  target: filter(reference).describe("The id of what was acted on"),
  request: filter(reference).describe("The request id of an answer"),
  address: filter(reference).describe("The network address of who acted"),
  outcome: filter(z.enum(OUTCOMES)),
  from: filter(z.iso.date("invalidDate")).describe("The first day"),
  to: filter(z.iso.date("invalidDate")).describe("The last day"),
  zone: filter(z.string().max(64)).describe("The time zone in which the days are meant; UTC unless given"),
  cursor: filter(z.string().max(200)),
  size: filter(z.coerce.number().int().min(1).max(100)),
});
export type EventQuery = z.output<typeof eventQuerySchema>;

export const eventIdSchema = z.object({ id: z.uuid() });
