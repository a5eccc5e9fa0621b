import "server-only";
import { z } from "zod";
import { approveClient as approve } from "@/lib/clients/approve";
import { createClient as create } from "@/lib/clients/create";
import { disableClient as disable } from "@/lib/clients/disable";
import { enableClient as enable } from "@/lib/clients/enable";
import { clientForm } from "@/lib/clients/form";
import { listClients as list } from "@/lib/clients/list";
import { readClient as read } from "@/lib/clients/read";
import { removeClients } from "@/lib/clients/remove";
import { clientChangesSchema, clientQuerySchema, newClientSchema } from "@/lib/clients/schema";
import { updateClient as update } from "@/lib/clients/update";
import { verifyClient as verify } from "@/lib/clients/verify";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { clientDetailOf, clientDetailSchema, clientOf, clientSchema } from "./clients-wire";
import { operation } from "./operation";
import { limit, pageOf } from "./wire";

const TAG = "OAuth users";
const PATH = "/api/v1/clients";

export const listClients = operation({
  id: "listClients",
  method: "GET",
  path: PATH,
  tag: TAG,
  summary: "List the company's OAuth users; removed ones with `status` = `removed` alone",
  permission: "clients:read",
  query: clientQuerySchema.omit({ size: true }).extend({ limit }),
  output: pageOf(clientSchema),
  refusals: ["invalid_cursor"],
  run: async (ctx, { query: { limit: size, ...query } }) => {
    const { items, ...page } = await list(ctx, { ...query, size });
    return { value: { items: items.map(clientOf), ...page } };
  },
});

export const createClient = operation({
  id: "createClient",
  method: "POST",
  path: PATH,
  tag: TAG,
  summary: "Make an OAuth user; one that acts for itself is authorized at once",
  permission: "clients:write",
  body: newClientSchema,
  output: z.object({
    id: z.uuid(),
    key: z.string().describe("The client_id of the protocol"),
    secret: z.string().nullable().describe("It is shown here and never again; null for a client without one"),
  }),
  status: 201,
  refusals: ["name_taken", "already_submitted"],
  run: async (ctx, { body }) => {
    const made = await create(ctx, body);
    const location = `${PATH}/${made.id}`;
    if (made.outcome === "already_submitted")
      throw new Refusal("already_submitted", { headers: { Location: `${issuerUrl()}${location}` } });
    return { value: { id: made.id, key: made.key, secret: made.secret?.reveal() ?? null }, location };
  },
});

export const readClient = operation({
  id: "readClient",
  method: "GET",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Read an OAuth user with its callback URLs and its secrets, of these the last four characters alone",
  permission: "clients:read",
  output: clientDetailSchema,
  run: async (ctx, { ids: { id = "" } }) => ({ value: clientDetailOf(await read(ctx, { id })) }),
});

export const updateClient = operation({
  id: "updateClient",
  method: "PATCH",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Change an OAuth user, from the version that was read; what is left out stays as it is",
  permission: "clients:write",
  body: clientChangesSchema.omit({ id: true }),
  output: z.object({ version: z.number().int() }),
  refusals: ["changed_meanwhile", "name_taken"],
  run: async (ctx, { ids: { id = "" }, body }) => ({ value: await update(ctx, { ...body, id }) }),
});

export const removeClient = operation({
  id: "removeClient",
  method: "DELETE",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Remove an OAuth user for good, with all its authorizations and tokens, at once",
  permission: "clients:write",
  run: async (ctx, { ids: { id = "" } }) => {
    await removeClients(ctx, { ids: [id], confirmation: "" });
    return null;
  },
});

export const disableClient = operation({
  id: "disableClient",
  method: "POST",
  path: `${PATH}/{id}/disable`,
  tag: TAG,
  summary: "Stop an OAuth user and all its tokens at once, until it is enabled again",
  permission: "clients:write",
  run: async (ctx, { ids: { id = "" } }) => {
    await disable(ctx, { id });
    return null;
  },
});

export const enableClient = operation({
  id: "enableClient",
  method: "POST",
  path: `${PATH}/{id}/enable`,
  tag: TAG,
  summary: "Let a disabled OAuth user work again",
  permission: "clients:write",
  run: async (ctx, { ids: { id = "" } }) => {
    await enable(ctx, { id });
    return null;
  },
});

export const approveClient = operation({
  id: "approveClient",
  method: "POST",
  path: `${PATH}/{id}/approve`,
  tag: TAG,
  summary: "Let an application in that described or registered itself and waits for it",
  permission: "clients:write",
  run: async (ctx, { ids: { id = "" } }) => {
    await approve(ctx, { id });
    return null;
  },
});

export const verifyClient = operation({
  id: "verifyClient",
  method: "PUT",
  path: `${PATH}/{id}/verification`,
  tag: TAG,
  summary: "Mark an OAuth user as checked by the company; the consent page tells people",
  permission: "clients:write",
  run: async (ctx, { ids: { id = "" } }) => {
    await verify(ctx, { id, isVerified: true });
    return null;
  },
});

export const unverifyClient = operation({
  id: "unverifyClient",
  method: "DELETE",
  path: `${PATH}/{id}/verification`,
  tag: TAG,
  summary: "Take the mark away that an OAuth user was checked",
  permission: "clients:write",
  run: async (ctx, { ids: { id = "" } }) => {
    await verify(ctx, { id, isVerified: false });
    return null;
  },
});

export const listPermissionGroups = operation({
  id: "listPermissionGroups",
  method: "GET",
  path: "/api/v1/permission-groups",
  tag: TAG,
  summary: "List the permission groups that an OAuth user can be given, and the APIs that it can be",
  permission: "clients:write",
  output: z.object({
    items: z.array(z.object({ id: z.uuid(), name: z.string(), scopes: z.array(z.string()) })),
    apis: z.array(z.object({ id: z.uuid(), name: z.string(), audience: z.string() })),
  }),
  run: async (ctx) => {
    const { groups, apis } = await clientForm(ctx);
    const items = groups.map(({ id, name, scopes }) => ({ id, name, scopes: scopes.map(({ key }) => key) }));
    return { value: { items, apis: apis.map(({ id, name, audience }) => ({ id, name, audience })) } };
  },
});
