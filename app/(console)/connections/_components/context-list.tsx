import { CircleSlash, Eye, Pencil } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { ParameterValues } from "@/components/ui/parameter-values";
import type { Translated } from "@/lib/apis/system";
import type { ValueInWords } from "@/lib/apis/words";

/** `names: null`: it is not offered at the moment, and gives nothing. */
export type ListedContext = Readonly<{
  key: string;
  names: Translated | null;
  level: "read" | "write" | null;
  descriptions?: Translated;
  /** What its parameters were given. */
  values?: readonly ValueInWords[];
}>;

const ICONS = { write: Pencil, read: Eye } as const;

/** Contexts in words, with their names in the protocol; those that give nothing at the moment say so. */
export function ContextList({ contexts }: { contexts: readonly ListedContext[] }) {
  const t = useTranslations("tokens");
  const locale = useLocale();
  return (
    <ul className="divide-y divide-line">
      {contexts.map(({ key, names, level, descriptions, values = [] }) => {
        const Icon = level ? ICONS[level] : CircleSlash;
        return (
          <li key={key} className="flex gap-3 py-2.5 first:pt-0 last:pb-0">
            <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
            <div className="min-w-0">
              <p className="break-words">
                {names && <span className="font-semibold">{names[locale]}</span>}{" "}
                <code className="break-all font-mono text-12 text-ink-3">{key}</code>
              </p>
              {descriptions && <p className="text-ink-2">{descriptions[locale]}</p>}
              <p className="text-13 text-ink-3">{level ? t(`levels.${level}`) : t("notOffered")}</p>
              <ParameterValues values={values} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
