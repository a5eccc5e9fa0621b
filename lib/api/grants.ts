import "server-only";
import { z } from "zod";
import { Refusal } from "@/lib/errors";
import { listGrants as list } from "@/lib/grants/list";
import { readGrant as read } from "@/lib/grants/read";
import { restoreGrant as restore } from "@/lib/grants/restore";
import { revokeGrants } from "@/lib/grants/revoke";
import { listGrantsSchema } from "@/lib/grants/schema";
import { findGrant } from "@/lib/grants/store";
import type { GrantView } from "@/lib/grants/view";
import { requirePermission } from "@/lib/people/may";
import { givenDetails } from "./described";
import { operation } from "./operation";
import { count, instant, limit, pageOf, textOf } from "./wire";

const TAG = "App authorizations";
const PATH = "/api/v1/grants";

const grant = z
  .object({
    id: z.uuid(),
    grantType: z.enum(["authorization_code", "client_credentials"]),
    client: z.object({ id: z.uuid(), key: z.string(), name: z.string() }),
    person: z
      .object({ id: z.uuid(), name: z.string(), email: z.string() })
      .nullable()
      .describe("Who allowed it; null where the client acts for itself"),
    scopes: z.array(z.string()),
    details: givenDetails.nullable(),
    status: z.enum(["live", "ended", "revoked"]).describe("`ended`: its time is over"),
    createdAt: instant,
    expiresAt: instant.nullable().describe("When it ends by itself; null: when it is taken back"),
    lastAccessAt: instant.nullable(),
    useCount: count,
    revoked: z.object({ at: instant, by: z.string().nullable(), reason: z.string().nullable() }).nullable(),
  })
  .meta({ id: "Grant" });

const grantOf = (view: GrantView): z.input<typeof grant> => ({
  id: view.id,
  grantType: view.grantType,
  client: { id: view.client.id, key: view.client.key, name: view.client.name },
  person: view.person,
  scopes: view.scopes,
  details: view.details as z.input<typeof grant>["details"],
  status: view.status,
  createdAt: view.createdAt.toISOString(),
  expiresAt: textOf(view.expiresAt),
  lastAccessAt: textOf(view.lastAccessAt),
  useCount: view.useCount,
  revoked: view.revoked && { ...view.revoked, at: view.revoked.at.toISOString() },
});

export const listGrants = operation({
  id: "listGrants",
  method: "GET",
  path: PATH,
  tag: TAG,
  summary: "List who and what has access at the moment, or had it",
  permission: "grants:read",
  query: listGrantsSchema.omit({ size: true }).extend({ limit }),
  output: pageOf(grant),
  refusals: ["invalid_cursor"],
  run: async (ctx, { query: { limit: size, ...query } }) => {
    const { items, ...page } = await list(ctx, { ...query, size });
    return { value: { items: items.map(grantOf), ...page } };
  },
});

export const readGrant = operation({
  id: "readGrant",
  method: "GET",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Read an app authorization",
  permission: "grants:read",
  output: grant,
  run: async (ctx, { ids: { id = "" } }) => ({ value: grantOf(await read(ctx, { id })) }),
});

export const revokeGrant = operation({
  id: "revokeGrant",
  method: "DELETE",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Take an app authorization back, with all its tokens, at once",
  permission: "grants:write",
  run: async (ctx, { ids: { id = "" } }) => {
    const { companyId } = requirePermission(ctx, "grants:write");
    // The use case passes over what is not there; here the one that is asked for must be.
    if (!(await findGrant(ctx.db, { companyId }, id))) throw new Refusal("not_found");
    await revokeGrants(ctx, { ids: [id] });
    return null;
  },
});

export const restoreGrant = operation({
  id: "restoreGrant",
  method: "POST",
  path: `${PATH}/{id}/restore`,
  tag: TAG,
  summary: "Give a client that acts for itself its access back: a new authorization, for new tokens",
  permission: "grants:write",
  output: z.object({ id: z.uuid() }),
  status: 201,
  refusals: ["forbidden", "unknown_client", "already_exists"],
  run: async (ctx, { ids: { id = "" } }) => {
    const restored = await restore(ctx, { id });
    return { value: restored, location: `${PATH}/${restored.id}` };
  },
});
