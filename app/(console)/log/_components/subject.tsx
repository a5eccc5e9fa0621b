import Link from "next/link";
import type { EventView } from "@/lib/audit/read";

type Reference = Readonly<{ kind: string; id: string | null; name: string | null }>;

const PAGES: Record<string, (id: string) => string> = {
  person: (id) => `/people/${id}`,
  client: (id) => `/connections/oauth-users/${id}`,
  personal_token: (id) => `/connections/tokens/${id}`,
  token: (id) => `/connections/tokens/${id}`,
  grant: (id) => `/connections/authorizations/${id}`,
  legacy_key: () => "/connections/api",
  company: () => "/general",
  registration_token: () => "/security",
};

/** What a line of the log names, under the name that it had then; a link where it has a page. */
export function Subject({ of: { kind, id, name } }: { of: Reference }) {
  const href = id ? PAGES[kind]?.(id) : undefined;
  const text = (
    <bdi className={kind === "legacy_key" ? "break-words font-mono text-13" : "break-words"}>{name || id}</bdi>
  );
  return href ? (
    <Link href={href} prefetch={false}>
      {text}
    </Link>
  ) : (
    text
  );
}

export const hasName = (target: EventView["target"]): boolean => Boolean(target?.name);
