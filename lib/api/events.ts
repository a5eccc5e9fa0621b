import "server-only";
import { z } from "zod";
import { AUDIT_ACTIONS } from "@/lib/audit/actions";
import { listEvents as list } from "@/lib/audit/list";
import { type EventView, readEvent as read } from "@/lib/audit/read";
import { eventQuerySchema, OUTCOMES } from "@/lib/audit/schema";
import { operation } from "./operation";
import { instant, limit, pageOf } from "./wire";

const TAG = "Transaction log";
const PATH = "/api/v1/events";

const event = z
  .object({
    id: z.uuid(),
    at: instant,
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    action: z.enum(AUDIT_ACTIONS),
    target: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
    details: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
      .describe("What changed; never a secret"),
    outcome: z.enum(OUTCOMES),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string(),
  })
  .meta({ id: "Event" });

const eventOf = (view: EventView): z.input<typeof event> => ({ ...view, at: view.at.toISOString() });

export const listEvents = operation({
  id: "listEvents",
  method: "GET",
  path: PATH,
  tag: TAG,
  summary: "List what was done in the company, newest first",
  permission: "log:read",
  query: eventQuerySchema.omit({ size: true }).extend({ limit }),
  output: pageOf(event),
  refusals: ["invalid_cursor"],
  run: async (ctx, { query: { limit: size, ...query } }) => {
    const { items, ...page } = await list(ctx, { ...query, size });
    return { value: { items: items.map(eventOf), ...page } };
  },
});

export const readEvent = operation({
  id: "readEvent",
  method: "GET",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Read one line of the transaction log",
  permission: "log:read",
  output: event,
  run: async (ctx, { ids: { id = "" } }) => ({ value: eventOf(await read(ctx, { id })) }),
});
