/** Text as a LIKE pattern finds it: none of its characters is a wildcard. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** A filter that finds `text` anywhere, in any case, as it was typed. */
export const containing = (text: string) => ({ contains: literally(text), mode: "insensitive" as const });
