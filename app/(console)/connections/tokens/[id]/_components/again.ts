import { days } from "@/lib/duration";
import type { TokenDetail } from "@/lib/tokens/personal/read";
import { EXPIRIES } from "@/lib/tokens/personal/schema";

/** The choice of the form that gave a token its life, if it was one: a life ends with the day on which its last day falls. */
function expiresOf({ createdAt, expiresAt }: TokenDetail): string | null {
  if (!expiresAt) return "none";
  const whole = Math.floor((expiresAt.getTime() - createdAt.getTime()) / days(1));
  return EXPIRIES.find((value) => value === String(whole)) ?? null;
}

/** The form of a new token with the settings of this one filled in. Nothing is made by opening it. */
export function againHref(token: TokenDetail): string {
  const { name, description, access, scopes } = token;
  const expires = expiresOf(token);
  const query = new URLSearchParams({ name, ...(description && { description }), ...(expires && { expires }), access });
  for (const key of scopes) query.append("scopes", key);
  return `/connections/tokens/new?${query}`;
}
