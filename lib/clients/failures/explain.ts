import "server-only";
import type { Context } from "@/lib/context";
import { roleMay } from "@/lib/people/may";
import { findFailureOf } from "./store";

/** What can be told of a request by its id. */
export type Explained = Readonly<{
  refusal: string;
  /** What it was wrong about: the public part, for whoever was told the id. */
  parameter: string | null;
  /** For a signed-in administrator of the client's company alone. */
  client: Readonly<{ id: string; name: string }> | null;
}>;

/** The failed request with that id, as far as the reader may know of it; null: nothing is known of it any more. */
export async function explainFailure(
  { db, actor }: Pick<Context, "db" | "actor">,
  { requestId }: { requestId: string },
): Promise<Explained | null> {
  const found = await findFailureOf(db, requestId);
  if (!found) return null;
  const { refusal, parameter, client } = found;
  const membership = actor.kind === "person" ? actor.membership : null;
  const isOurs = membership?.companyId === client.companyId && roleMay(membership.role, "clients:read");
  return { refusal, parameter, client: isOurs ? { id: client.id, name: client.name } : null };
}
