import "server-only";
import { v4, v7 } from "uuid";

/** A row's key: time-ordered, so that inserts stay at one end of the index. Not a secret. */
export const newId = (): string => v7();

/** A key that tells nothing, for what stands in an address that others must not guess. */
export const newOpaqueId = (): string => v4();
