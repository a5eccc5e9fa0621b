import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { COUNT_LIMIT } from "@/lib/paging";

type Counts = {
  clients: number;
  grants: number;
  liveTokens: number;
  people: number;
  legacy: "none" | "active" | "disabled";
};

const BOX = "flex min-h-24 flex-col justify-between gap-2 rounded-panel border border-line bg-panel p-4";

/** What is connected: each figure is the way to its list. */
export function Counts({ counts }: { counts: Counts }) {
  const t = useTranslations("overview.counts");
  const format = useFormatter();
  const figure = (count: number) =>
    count > COUNT_LIMIT ? t("moreThan", { limit: COUNT_LIMIT }) : format.number(count);
  const boxes = [
    { key: "clients", href: "/connections/oauth-users", figure: figure(counts.clients), label: t("clients") },
    { key: "grants", href: "/connections/authorizations", figure: figure(counts.grants), label: t("grants") },
    {
      key: "tokens",
      href: "/connections/tokens?state=active",
      figure: figure(counts.liveTokens),
      label: t("tokens"),
    },
    { key: "people", href: "/people", figure: figure(counts.people), label: t("people") },
    { key: "legacy", href: "/connections/api", figure: t(`states.${counts.legacy}`), label: t("legacy") },
  ];
  return (
    <section aria-label={t("label")}>
      <ul className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        {boxes.map(({ key, href, figure: shown, label }) => (
          <li key={key} className="last:max-lg:col-span-2">
            <Link
              href={href}
              className={`${BOX} h-full text-ink no-underline hover:border-line-strong hover:no-underline`}
            >
              <span className="text-13 text-ink-2">{label}</span>
              <span className="text-20 font-semibold">{shown}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
