import Link from "next/link";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/layout";
import { When } from "@/components/ui/when";
import type { WaitingClient } from "@/lib/clients/described/waiting";

/** Who asked to be let in. What decides is the address of the document: the name is what its makers wrote. */
export function Waiting({ clients }: { clients: WaitingClient[] }) {
  const t = useTranslations("security.waiting");
  return (
    <Panel id="waiting" title={t("title")} intro={t("intro")}>
      <ul className="divide-y divide-line">
        {clients.map(({ id, name, documentUrl, since }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5 first:pt-0">
            <span className="min-w-0">
              <bdi className="block break-words font-semibold">{name}</bdi>
              <span className="block break-all font-mono text-13 text-ink-2">{documentUrl}</span>
            </span>
            <span className="flex items-center gap-4 text-13 text-ink-3">
              <When at={since} />
              <Link href={`/connections/oauth-users/${id}`} aria-label={`${t("review")}: ${name}`}>
                {t("review")}
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
