import { ACCESSES, EXPIRIES } from "@/lib/tokens/personal/schema";

/** What a new token is unless the person, or a link that led here, says otherwise. */
const DEFAULTS = { expires: "30", access: "general" } as const;

const PARAMETERS = ["name", "description", "expires", "access"] as const;
/** A day is not among them: one that a link names may be over. */
const PRESETS = EXPIRIES.filter((value) => value !== "date");

export type Prefill = {
  name: string;
  description: string;
  expires: (typeof PRESETS)[number];
  access: (typeof ACCESSES)[number];
  scopes: string[];
  /** Contexts of the link that can't be given at the moment. */
  dropped: string[];
  /** A link has chosen, and the person is told. */
  isGiven: boolean;
};

type Asked = { search: Record<string, string | undefined>; scopes: string[]; givable: ReadonlySet<string> };

/** What the form starts with: the parameters of the address, each only where the form could have it itself. */
export function prefillOf({ search, scopes, givable }: Asked): Prefill {
  const unique = [...new Set(scopes)];
  return {
    name: search.name ?? "",
    description: search.description ?? "",
    expires: PRESETS.find((value) => value === search.expires) ?? DEFAULTS.expires,
    access: ACCESSES.find((value) => value === search.access) ?? DEFAULTS.access,
    scopes: unique.filter((key) => givable.has(key)),
    dropped: unique.filter((key) => !givable.has(key)),
    isGiven: unique.length > 0 || PARAMETERS.some((name) => search[name] !== undefined),
  };
}
