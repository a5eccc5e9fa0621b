import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import { When } from "@/components/ui/when";
import type { EventView } from "@/lib/audit/read";
import { Actor } from "./actor";
import { Outcome } from "./outcome";
import { Sentence } from "./sentence";

/** Lines of the transaction log. The time leads to everything that is known of one. */
export function EventTable({ events, short = false }: { events: EventView[]; short?: boolean }) {
  const t = useTranslations("log");
  const format = useFormatter();
  const columns: Column<EventView>[] = [
    {
      key: "at",
      header: t("columns.at"),
      names: true,
      cell: ({ id, at }) => (
        <span className="whitespace-nowrap">
          <Link href={`/log/${id}`} prefetch={false}>
            <When at={at} />
          </Link>{" "}
          <span className="text-13 text-ink-3">{format.dateTime(at, { timeStyle: "short" })}</span>
        </span>
      ),
    },
    {
      key: "actor",
      header: t("columns.actor"),
      cell: ({ actor }) => (
        <div className="min-w-28">
          <Actor actor={actor} />
        </div>
      ),
    },
    { key: "what", header: t("columns.what"), cell: (event) => <Sentence event={event} /> },
    ...(short
      ? []
      : [
          {
            key: "address",
            header: t("columns.address"),
            cell: ({ ip }: EventView) =>
              ip ? <span className="break-all font-mono text-13">{ip}</span> : <span className="text-ink-3">—</span>,
          },
        ]),
    { key: "outcome", header: t("columns.outcome"), cell: ({ outcome }) => <Outcome outcome={outcome} /> },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={events} keyOf={({ id }) => id} />;
}
