import { Eye, Pencil } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/button";
import { Facts } from "@/components/ui/layout";
import { ParameterValues } from "@/components/ui/parameter-values";
import { When } from "@/components/ui/when";
import { days } from "@/lib/duration";
import type { DescribedGrant } from "@/lib/grants/view";

const UNUSED_AFTER = days(90);
const ICONS = { write: Pencil, read: Eye } as const;

const isUnused = ({ lastAccessAt, createdAt }: DescribedGrant, now: Date): boolean =>
  now.getTime() - (lastAccessAt ?? createdAt).getTime() > UNUSED_AFTER;

type Props = { grant: DescribedGrant; now: Date; search: Record<string, string | undefined> };

/** One application: who makes it, what it may do, since when, and its last access. */
export async function AppCard({ grant, now, search }: Props) {
  const [t, locale] = await Promise.all([getTranslations("account.apps"), getLocale()]);
  const { id, client, company, described, createdAt, expiresAt, lastAccessAt } = grant;
  const confirm = new URLSearchParams({ ...(search.cursor && { cursor: search.cursor }), confirm: id });
  const headingId = `app-${id}`;
  return (
    <article
      aria-labelledby={headingId}
      className="flex h-full flex-col gap-4 rounded-panel border border-line bg-panel p-4 md:p-5"
    >
      <div>
        <h2 id={headingId} className="break-words text-16">
          <bdi>{client.name}</bdi>
        </h2>
        {client.siteUrl && <p className="break-words text-13 text-ink-3">{new URL(client.siteUrl).host}</p>}
      </div>
      {client.isDisabled && <p className="text-13 text-ink-2">{t("disabled")}</p>}
      <div>
        <h3 className="mb-2 text-13 text-ink-3">{t("can")}</h3>
        {described.length === 0 && <p className="text-ink-2">{t("nothing")}</p>}
        <ul className="space-y-1.5">
          {described.map(({ key, level, descriptions, values }) => {
            const Icon = ICONS[level];
            return (
              <li key={key} className="flex gap-2.5">
                <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
                <div className="min-w-0">
                  <p className="break-words">{descriptions[locale]}</p>
                  <ParameterValues values={values} />
                </div>
              </li>
            );
          })}
        </ul>
      </div>
      <Facts
        rows={[
          { key: "company", term: t("company"), value: <bdi>{company.name}</bdi> },
          { key: "allowed", term: t("allowedAt"), value: <When at={createdAt} /> },
          { key: "ends", term: t("ends"), value: expiresAt ? <When at={expiresAt} /> : t("untilRemoved") },
          { key: "last", term: t("lastAccess"), value: lastAccessAt ? <When at={lastAccessAt} /> : t("never") },
        ]}
      />
      {isUnused(grant, now) && <p className="text-13 text-ochre">{t("unused")}</p>}
      <div className="mt-auto">
        <LinkButton href={`/account/apps?${confirm}`} scroll={false} aria-describedby={headingId}>
          {t("remove")}
        </LinkButton>
      </div>
    </article>
  );
}
