import type { TokenView } from "@/lib/tokens/personal/read";

/** It will never work again: there is nothing left to revoke. */
export const isEnded = ({ state: { name } }: Pick<TokenView, "state">): boolean =>
  name === "expired" || name === "revoked";
