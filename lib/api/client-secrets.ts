import "server-only";
import { z } from "zod";
import { addSecret as add } from "@/lib/clients/add-secret";
import { setQuietDays } from "@/lib/clients/quiet-days";
import { revokeSecret as revoke } from "@/lib/clients/revoke-secret";
import { newSecretSchema, secretChangesSchema } from "@/lib/clients/schema";
import { operation } from "./operation";
import { instant, textOf } from "./wire";

const TAG = "OAuth users";
const PATH = "/api/v1/clients/{id}/secrets";

export const addClientSecret = operation({
  id: "addClientSecret",
  method: "POST",
  path: PATH,
  tag: TAG,
  summary: "Give an OAuth user a second secret, and the first one an end",
  permission: "clients:write",
  body: newSecretSchema.omit({ id: true }),
  output: z.object({
    id: z.uuid(),
    secret: z.string().describe("It is shown here and never again"),
    olderEndsAt: instant.nullable().describe("When the secret of before stops; null: it does not, or after quiet days"),
  }),
  status: 201,
  refusals: ["too_many_secrets", "unauthorized_client"],
  run: async (ctx, { ids: { id = "" }, body }) => {
    const { id: secretId, secret, olderEndsAt } = await add(ctx, { ...body, id });
    return {
      value: { id: secretId, secret: secret.reveal(), olderEndsAt: textOf(olderEndsAt) },
      location: `/api/v1/clients/${id}`,
    };
  },
});

export const revokeClientSecret = operation({
  id: "revokeClientSecret",
  method: "DELETE",
  path: `${PATH}/{secretId}`,
  tag: TAG,
  summary: "Revoke a secret at once, while another one lives",
  permission: "clients:write",
  refusals: ["last_secret"],
  run: async (ctx, { ids: { id = "", secretId = "" } }) => {
    await revoke(ctx, { id, secretId });
    return null;
  },
});

export const updateClientSecret = operation({
  id: "updateClientSecret",
  method: "PATCH",
  path: `${PATH}/{secretId}`,
  tag: TAG,
  summary: "Let a secret close by itself after so many days without a use, or not any more",
  permission: "clients:write",
  body: secretChangesSchema.omit({ id: true, secretId: true }),
  run: async (ctx, { ids: { id = "", secretId = "" }, body }) => {
    await setQuietDays(ctx, { ...body, id, secretId });
    return null;
  },
});
