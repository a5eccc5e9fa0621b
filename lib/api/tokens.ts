import "server-only";
import { z } from "zod";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { generateToken as generate } from "@/lib/tokens/personal/generate";
import { listTokens as list } from "@/lib/tokens/personal/list";
import { readToken as read, type TokenView } from "@/lib/tokens/personal/read";
import { revokeTokens } from "@/lib/tokens/personal/revoke";
import { ACCESSES, generateTokenSchema, TOKEN_FILTERS, tokenQuerySchema } from "@/lib/tokens/personal/schema";
import { operation } from "./operation";
import { count, instant, limit, named, pageOf, textOf } from "./wire";

const TAG = "Access tokens";
const PATH = "/api/v1/tokens";

const token = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    hint: z.string().describe("The last four characters of the secret"),
    access: z.enum(ACCESSES),
    scopes: z.array(z.string()).describe("The keys of its contexts; none for general access"),
    maker: named.describe("It can never do more than this person may at the moment of a call"),
    createdAt: instant,
    expiresAt: instant.nullable().describe("From this instant on it is refused; null: it has no end"),
    lastUsedAt: instant.nullable(),
    useCount: count,
    state: z
      .enum(["active", "expiring", "expired", "revoked", "suspended"])
      .describe("`expiring` works and ends within 14 days; `suspended` is refused while its maker may not hold tokens"),
    revoked: z.object({ at: instant, reason: z.string().nullable() }).nullable(),
    suspended: z.enum(["person_disabled", "person_left", "role_lost"]).nullable(),
  })
  .meta({ id: "Token" });

const generated = token
  .extend({ secret: z.string().describe("The token itself. It is shown here and never again") })
  .meta({ id: "GeneratedToken" });

const tokens = pageOf(token).extend({
  counters: z
    .object(
      Object.fromEntries(TOKEN_FILTERS.map((filter) => [filter, count])) as Record<
        (typeof TOKEN_FILTERS)[number],
        typeof count
      >,
    )
    .describe("How many of all tokens are in each state"),
});

function tokenOf({ state, scopes, createdAt, expiresAt, lastUsedAt, ...view }: TokenView): z.input<typeof token> {
  const { id, name, description, hint, access, maker, useCount } = view;
  return {
    ...{ id, name, description, hint, access, maker, useCount },
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    expiresAt: textOf(expiresAt),
    lastUsedAt: textOf(lastUsedAt),
    state: state.name,
    revoked: state.name === "revoked" ? { at: state.at.toISOString(), reason: state.reason } : null,
    suspended: state.name === "suspended" ? state.reason : null,
  };
}

export const listTokens = operation({
  id: "listTokens",
  method: "GET",
  path: PATH,
  tag: TAG,
  summary: "List the company's access tokens, ended ones included",
  permission: "tokens:read",
  query: tokenQuerySchema.omit({ size: true }).extend({ limit }),
  output: tokens,
  refusals: ["invalid_cursor"],
  run: async (ctx, { query: { limit: size, ...query } }) => {
    const { items, ...page } = await list(ctx, { ...query, size });
    return { value: { items: items.map(tokenOf), ...page } };
  },
});

export const generateToken = operation({
  id: "generateToken",
  method: "POST",
  path: PATH,
  tag: TAG,
  summary: "Generate an access token: a part of what the calling token holds, until its end at most",
  permission: "tokens:write",
  body: generateTokenSchema,
  output: generated,
  status: 201,
  refusals: ["already_submitted"],
  run: async (ctx, { body }) => {
    const made = await generate(ctx, body);
    if (made.outcome === "already_submitted")
      throw new Refusal("already_submitted", { headers: { Location: `${issuerUrl()}${PATH}/${made.id}` } });
    const { token: view, secret } = made;
    return { value: { ...tokenOf(view), secret: secret.reveal() }, location: `${PATH}/${view.id}` };
  },
});

export const readToken = operation({
  id: "readToken",
  method: "GET",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Read an access token, of its secret the last four characters alone",
  permission: "tokens:read",
  output: token,
  run: async (ctx, { ids: { id = "" } }) => ({ value: tokenOf(await read(ctx, { id })) }),
});

export const revokeToken = operation({
  id: "revokeToken",
  method: "DELETE",
  path: `${PATH}/{id}`,
  tag: TAG,
  summary: "Revoke an access token for good, at once; it stays in the list as history",
  permission: "tokens:write",
  run: async (ctx, { ids: { id = "" } }) => {
    await revokeTokens(ctx, { ids: [id] });
    return null;
  },
});
