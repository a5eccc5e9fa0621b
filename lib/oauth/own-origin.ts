import "server-only";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";

/**
 * That a form was sent by a page of ours. `null` and none are as wrong as another's (catalogue #64): every browser sends
 * Origin with a form's POST.
 * @throws Refusal wrong_origin
 */
export function requireOwnOrigin({ headers }: Request): void {
  const origin = headers.get("origin");
  if (origin !== issuerUrl()) throw new Refusal("wrong_origin", { detail: origin });
}
