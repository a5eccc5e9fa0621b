import type { Status } from "@/components/ui/badge";
import type { GrantView } from "@/lib/grants/view";

/** An authorization of a disabled client stands, and lets nobody in until the client is enabled. */
export function statusOf({ status, client }: Pick<GrantView, "status" | "client">): Status {
  if (status === "revoked") return "revoked";
  if (status === "ended") return "expired";
  return client.isDisabled ? "disabled" : "active";
}
