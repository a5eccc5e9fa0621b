import "server-only";
import type { ApiChoice, Group } from "@/lib/apis/offered";
import { permissionGroups } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { requirePermission } from "@/lib/people/may";
import { ownApis } from "./choices";

export type ClientForm = {
  /** With the contexts that each allows at this moment. */
  groups: Group[];
  /** The APIs that a client can be. */
  apis: ApiChoice[];
  /** For the hidden field of a new form. */
  submissionKey: string;
};

/**
 * What the form of an OAuth user offers.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope
 */
export async function clientForm(ctx: Context): Promise<ClientForm> {
  const { companyId } = requirePermission(ctx, "clients:write");
  const [groups, apis] = await Promise.all([permissionGroups(ctx, companyId), ownApis(ctx, companyId)]);
  return { groups, apis, submissionKey: newOpaqueId() };
}
