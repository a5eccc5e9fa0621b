import clsx from "clsx";
import { Eye, Pencil, Undo2, X } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { local } from "@/lib/base-path";
import type { DeviceScope, DeviceView } from "@/lib/oauth/device/read";

const LEVELS = { write: { Icon: Pencil, tint: "text-ochre" }, read: { Icon: Eye, tint: "text-slate" } } as const;

async function Sentences({ scopes }: { scopes: DeviceScope[] }) {
  const [t, locale] = await Promise.all([getTranslations("device.levels"), getLocale()]);
  return (
    <ul className="divide-y divide-line">
      {scopes.map(({ key, level, descriptions, apiName }) => {
        const { Icon, tint } = LEVELS[level];
        return (
          <li key={`${apiName} ${key}`} className="flex gap-3 py-3 first:pt-0 last:pb-0">
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

const OTHER_TAB = { target: "_blank", rel: "noopener noreferrer", className: "underline" } as const;

/** What it will and will not be able to do, for how long, and the application's own papers. */
export async function Abilities({ scopes, client }: { scopes: DeviceScope[]; client: DeviceView["client"] }) {
  const t = await getTranslations("device");
  const papers = [
    { href: client.privacyPolicyUrl, label: t("privacy") },
    { href: client.licenceUrl, label: t("licence") },
  ].flatMap(({ href, label }) => (href ? [{ href, label }] : []));
  return (
    <>
      <section className="rounded-panel border border-line bg-panel p-4 md:p-5">
        <h2 className="mb-4 text-16">{t("can")}</h2>
        <Sentences scopes={scopes} />
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
                <a href={local("/account/apps")} {...OTHER_TAB}>
                  {label}
                </a>
              ),
            })}
          </span>
        </p>
      </section>
      {papers.length > 0 && (
        <ul className="flex flex-wrap gap-x-6 gap-y-2 px-4 text-13 md:px-5">
          {papers.map(({ href, label }) => (
            <li key={label} className="flex min-h-6 items-center">
              <a href={href} {...OTHER_TAB}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
