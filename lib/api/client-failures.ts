import "server-only";
import { z } from "zod";
import { type FailureView, listFailures } from "@/lib/clients/failures/list";
import { ENDPOINTS, REASONS } from "@/lib/clients/failures/rules";
import { operation } from "./operation";
import { instant } from "./wire";

const failure = z
  .object({
    id: z.uuid(),
    at: instant,
    endpoint: z.enum(ENDPOINTS),
    refusal: z.string().describe("The refusal's name"),
    code: z.number().int().describe("Its number, which never changes its meaning"),
    parameter: z.string().nullable().describe("What the request was wrong about, if it was one parameter"),
    reason: z.enum(REASONS).nullable().describe("Why a code, a token or the client did not count"),
    received: z.string().nullable().describe("As it was sent, at most 500 characters; null for what may be secret"),
    registered: z.array(z.string()).describe("What would have been taken at this moment, where that is registered"),
    requestId: z.string(),
    ip: z.string().nullable(),
  })
  .meta({ id: "FailedRequest" });

const failureOf = ({ at, difference: _difference, ...view }: FailureView): z.input<typeof failure> => ({
  ...view,
  at: at.toISOString(),
});

export const listClientFailures = operation({
  id: "listClientFailures",
  method: "GET",
  path: "/api/v1/clients/{id}/failures",
  tag: "OAuth users",
  summary: "List the last refused requests in an OAuth user's name, with what came and what is registered",
  permission: "clients:read",
  output: z.object({ items: z.array(failure) }),
  run: async (ctx, { ids: { id = "" } }) => ({ value: { items: (await listFailures(ctx, { id })).map(failureOf) } }),
});
