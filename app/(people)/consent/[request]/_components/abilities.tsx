import clsx from "clsx";
import { Eye, Pencil, Undo2, X } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { local } from "@/lib/base-path";
import type { ConsentScope } from "@/lib/oauth/consent";

const LEVELS = { write: { Icon: Pencil, tint: "text-ochre" }, read: { Icon: Eye, tint: "text-slate" } } as const;

async function Sentences({ scopes }: { scopes: ConsentScope[] }) {
  const [t, locale] = await Promise.all([getTranslations("consent.levels"), getLocale()]);
  return (
    <ul className="divide-y divide-line">
      {scopes.map(({ key, level, descriptions, apiName }) => {
        const { Icon, tint } = LEVELS[level];
        return (
          <li key={key} className="flex gap-3 py-3 first:pt-0 last:pb-0">
            <Icon size={18} aria-hidden="true" className={clsx("mt-px shrink-0", tint)} />
            <div className="min-w-0">
              <p className="break-words">{descriptions[locale]}</p>
              <p className="text-12 text-ink-3">
                <span className={clsx("font-semibold", tint)}>{t(level)}</span> · <bdi>{apiName}</bdi>
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** What it will be able to do, what changes data first; what was allowed before stands folded below what is new. */
export async function Abilities({ scopes }: { scopes: ConsentScope[] }) {
  const t = await getTranslations("consent");
  const fresh = scopes.filter(({ isAllowed }) => !isAllowed);
  const shown = fresh.length > 0 ? fresh : scopes;
  const held = fresh.length > 0 ? scopes.filter(({ isAllowed }) => isAllowed) : [];
  return (
    <>
      <section className="rounded-panel border border-line bg-panel p-4 md:p-5">
        <h2 className="mb-4 text-16">{held.length > 0 ? t("canAlso") : t("can")}</h2>
        <Sentences scopes={shown} />
        {held.length > 0 && (
          <details className="mt-4 border-line border-t pt-3">
            <summary className="min-h-6 font-semibold text-13 text-brass">
              {t("alreadyAllowed", { count: held.length })}
            </summary>
            <div className="mt-3">
              <Sentences scopes={held} />
            </div>
          </details>
        )}
      </section>
      <section className="px-4 md:px-5">
        <h2 className="mb-2 text-16">{t("cannot")}</h2>
        <ul className="space-y-1.5 text-ink-2">
          {[t("notPassword"), t("notMore")].map((text) => (
            <li key={text} className="flex gap-3">
              <X size={18} aria-hidden="true" className="mt-px shrink-0 text-ink-3" />
              {text}
            </li>
          ))}
        </ul>
        <p className="mt-4 flex gap-3 text-ink-2">
          <Undo2 size={18} aria-hidden="true" className="mt-px shrink-0 text-ink-3" />
          <span>
            {t.rich("takeBack", {
              link: (label) => (
                <a href={local("/account/apps")} target="_blank" rel="noopener" className="underline">
                  {label}
                </a>
              ),
            })}
          </span>
        </p>
      </section>
    </>
  );
}
