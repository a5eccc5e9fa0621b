/** Set by the gate: the path and query that the reader asked for. */
export const PATH_HEADER = "x-postern-path";

const ANYWHERE = "https://postern.invalid";

/** A path of ours that somebody asked to be led to, or `/`: never another origin, in whatever spelling (catalogue #77). */
export function ownPath(text: string | null | undefined): string {
  if (!text || text.length > 2000 || !/^\/(?![/\\])[\x21-\x7E]*$/.test(text) || text.includes("\\")) return "/";
  try {
    const { origin, pathname, search } = new URL(text, ANYWHERE);
    return origin === ANYWHERE && !pathname.startsWith("//") ? `${pathname}${search}` : "/";
  } catch {
    return "/";
  }
}
