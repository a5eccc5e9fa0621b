import clsx from "clsx";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { addressOf } from "@/components/ui/list-bar";
import { COUNT_LIMIT } from "@/lib/paging";
import type { TokenList } from "@/lib/tokens/personal/list";
import { TOKEN_FILTERS, type TokenFilter } from "@/lib/tokens/personal/schema";

const LIST = "/connections/tokens";
/** Every token is one of these; the others are parts of `active`. */
const WHOLE = ["active", "expired", "revoked", "suspended"] as const;

type Props = { counters: TokenList["counters"]; current: TokenFilter | undefined };

/** How many tokens are in each state; each figure leads to those. */
export function Counters({ counters, current }: Props) {
  const t = useTranslations("tokens.filters");
  const format = useFormatter();
  const figure = (count: number) =>
    count > COUNT_LIMIT ? t("moreThan", { limit: COUNT_LIMIT }) : format.number(count);
  const total = WHOLE.reduce((sum, state) => sum + counters[state], 0);
  // Rare, and a word that needs explaining: it stands there when there is one.
  const shown = TOKEN_FILTERS.filter((state) => state !== "suspended" || counters[state] > 0 || state === current);
  const items = [
    { state: undefined, label: t("all"), count: total },
    ...shown.map((state) => ({ state, label: t(state), count: counters[state] })),
  ];
  return (
    <nav aria-label={t("label")} className="no-print mb-4">
      <ul className="flex flex-wrap gap-2">
        {items.map(({ state, label, count }) => (
          <li key={label}>
            <Link
              href={addressOf(LIST, { state })}
              aria-current={state === current ? "true" : undefined}
              className={clsx(
                "inline-flex min-h-11 items-center gap-2 rounded-control border px-3 text-13 no-underline hover:no-underline md:min-h-9",
                state === current
                  ? "border-brass bg-brass-wash font-semibold text-ink"
                  : "border-line text-ink-2 hover:border-ink-3",
              )}
            >
              {label}
              <span className={clsx("font-semibold tabular-nums", count === 0 ? "text-ink-3" : "text-ink")}>
                {figure(count)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
