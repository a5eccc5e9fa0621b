import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Facts, Panel } from "@/components/ui/layout";
import type { EventView } from "@/lib/audit/read";
import type { Messages } from "@/lib/i18n/messages-type";
import { type Change, changesOf } from "./changes";
import { Value } from "./value";

type FieldKey = keyof Messages["log"]["fields"];

/** A name that this version has no word for is shown as it was written. */
function FieldName({ field }: { field: string }) {
  const t = useTranslations("log.fields");
  return t.has(field as FieldKey) ? t(field as FieldKey) : <code className="font-mono text-13">{field}</code>;
}

/** What changed from what to what, and what else the event tells. */
export function Details({ details }: { details: EventView["details"] }) {
  const t = useTranslations("log.detail");
  // The one thing that is written without a name is the role of a person.
  const { changes, facts } = changesOf(details, "role");
  const columns: Column<Change>[] = [
    { key: "field", header: t("field"), names: true, cell: ({ field }) => <FieldName field={field} /> },
    { key: "before", header: t("before"), cell: ({ field, before }) => <Value of={before} field={field} /> },
    { key: "after", header: t("after"), cell: ({ field, after }) => <Value of={after} field={field} /> },
  ];
  return (
    <>
      {changes.length > 0 && (
        <Panel title={t("changes")}>
          <DataTable caption={t("changes")} columns={columns} rows={changes} keyOf={({ field }) => field} />
        </Panel>
      )}
      {facts.length > 0 && (
        <Panel title={t("more")}>
          <Facts
            rows={facts.map(({ field, value }) => ({
              key: field,
              term: <FieldName field={field} />,
              value: <Value of={value} field={field} />,
            }))}
          />
        </Panel>
      )}
    </>
  );
}
