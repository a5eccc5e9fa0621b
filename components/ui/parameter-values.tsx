import { useFormatter, useLocale } from "next-intl";
import { Fragment } from "react";
import type { ValueInWords } from "@/lib/apis/words";

/** What one parameter was given: choices by name, numbers and days as the reader writes them, texts as they are. */
function Given({ kind, values }: ValueInWords) {
  const [format, locale] = [useFormatter(), useLocale()];
  const written = (value: ValueInWords["values"][number]): string => {
    if (typeof value === "object") return value[locale];
    if (typeof value === "number") return format.number(value, { maximumFractionDigits: 9 });
    // A day is no instant: it is the same in every zone.
    return kind === "date"
      ? format.dateTime(new Date(`${value}T00:00:00Z`), { dateStyle: "long", timeZone: "UTC" })
      : value;
  };
  return <bdi>{format.list(values.map(written), { type: "unit" })}</bdi>;
}

/** The parameters of a context and their values, one below the other. */
export function ParameterValues({ values }: { values: readonly ValueInWords[] }) {
  const locale = useLocale();
  if (values.length === 0) return null;
  return (
    <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-13">
      {values.map((value) => (
        <Fragment key={value.key}>
          <dt className="text-ink-3">{value.names[locale]}</dt>
          <dd className="min-w-0 break-words">
            <Given {...value} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
