/**
 * The path that everything of ours stands under, as the build knows it: `/auth`, or nothing. Next puts it before its own
 * links and assets; a plain `<a>` or `<form>` has to do so itself.
 */
const BASE_PATH = process.env.POSTERN_BASE_PATH ?? "";

/** A path of ours as a browser asks for it. Safe in client components: the value is part of the build. */
export const local = (path: string): string => `${BASE_PATH}${path}`;

/** What the build was made for: a start under another path would lead nowhere. */
export const builtBasePath = (): string => BASE_PATH;
