import "server-only";
import type { Context } from "@/lib/context";
import { after, seconds } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import type { FetchProblem } from "@/lib/outbound/download";
import { fetchDocument } from "@/lib/outbound/fetch-document";
import { isOnDevelopersMachine } from "@/lib/outbound/network";
import { type DescribedClient, documentClient } from "./rules";

const LIMITS = { maxBytes: 5_120, timeoutMs: seconds(5) };

/** Said to whoever has to mend it. Inside and outside look alike: nobody learns from us what our network holds. */
const REASONS: Record<FetchProblem, string> = {
  forbidden_address: "it cannot be reached",
  unreachable: "it cannot be reached",
  too_slow: "it cannot be reached",
  busy: "it cannot be reached at the moment",
  redirect: "it answers with a redirect",
  status: "it does not answer with 200",
  media_type: "it is not served as application/json",
  compressed: "it is served compressed",
  too_large: "it is larger than 5 kB",
  not_json: "it is no JSON",
};

export type ReadDocument = Readonly<{
  described: DescribedClient & { name: string };
  dates: { documentFetchedAt: Date; documentExpiresAt: Date };
}>;

/**
 * The client that its document describes at this moment, and until when that counts.
 * @throws Refusal invalid_client_document
 */
export async function readDocument({ now }: Pick<Context, "now">, url: string): Promise<ReadDocument> {
  const fetched = await fetchDocument(url, LIMITS);
  if (!fetched.ok)
    throw new Refusal("invalid_client_document", {
      description: `the document at client_id: ${REASONS[fetched.problem]}`,
      detail: fetched.problem,
    });
  const described = documentClient(url, fetched.json, isOnDevelopersMachine());
  // Whose document it is, its address says; a name is what its makers wrote.
  const name = described.name ?? new URL(url).host.slice(0, 80);
  const dates = { documentFetchedAt: now, documentExpiresAt: after(now, fetched.freshForMs) };
  return { described: { ...described, name }, dates };
}
