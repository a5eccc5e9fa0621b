import { Eye, Pencil } from "lucide-react";
import { useLocale } from "next-intl";
import type { OfferedScope } from "@/lib/apis/offered";

const ICONS = { write: Pencil, read: Eye };

/** What contexts allow, in sentences, what changes something first; beside each its name in the protocol and its API. */
export function Allowed({ scopes }: { scopes: readonly OfferedScope[] }) {
  const locale = useLocale();
  const ordered = [
    ...scopes.filter(({ level }) => level === "write"),
    ...scopes.filter(({ level }) => level === "read"),
  ];
  return ordered.map(({ id, key, level, descriptions, api }) => {
    const Icon = ICONS[level];
    return (
      <span key={id} className="flex gap-2 py-0.5">
        <Icon size={14} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
        <span className="min-w-0">
          {descriptions[locale]}{" "}
          <span className="text-ink-3">
            <code className="font-mono text-12">{key}</code> · <bdi>{api.name}</bdi>
          </span>
        </span>
      </span>
    );
  });
}
