/** What the classic flow asks for and the standard one does not; everything else is the same for both. */

/** The documented link says `scope=all` (X4): everything that the client may have, as if no context were named. */
const EVERYTHING = "all";

/** The `scope` of a request as the standard flow understands it. */
export const scopeOf = ({ isClassic }: { isClassic: boolean }, scope: string | undefined): string | undefined =>
  isClassic && scope === EVERYTHING ? undefined : scope;
