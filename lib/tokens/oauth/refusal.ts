import { Refusal } from "@/lib/errors";
import type { Outcome } from "./rules";

/** The refusal of a code or refresh token that was not spent. Which of the reasons it was, our log alone is told. */
export function refusalOf(outcome: Outcome | "unknown" | "malformed", description: string): Refusal {
  if (outcome === "scope")
    return new Refusal("invalid_scope", {
      description: "the requested scope was not granted, or is not offered any more",
    });
  if (outcome === "target")
    return new Refusal("invalid_target", { description: "a requested resource is not an API of the granted contexts" });
  return new Refusal("invalid_grant", { description, detail: outcome });
}
