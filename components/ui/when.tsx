import { useFormatter, useNow, useTimeZone } from "next-intl";
import { days } from "@/lib/duration";

/** An instant in a list: relative for a week, then a date. The exact time and its zone are in the title. */
export function When({ at }: { at: Date }) {
  const format = useFormatter();
  const now = useNow();
  const zone = useTimeZone();
  const exact = `${format.dateTime(at, { dateStyle: "long", timeStyle: "medium" })} (${zone})`;
  const isNear = Math.abs(now.getTime() - at.getTime()) < days(7);
  return (
    <time dateTime={at.toISOString()} title={exact} className="whitespace-nowrap">
      {isNear ? format.relativeTime(at, now) : format.dateTime(at, { dateStyle: "medium" })}
    </time>
  );
}

/** An instant where there is room: date, time and zone. */
export function Exactly({ at }: { at: Date }) {
  const format = useFormatter();
  const zone = useTimeZone();
  return (
    <time dateTime={at.toISOString()}>
      {format.dateTime(at, { dateStyle: "long", timeStyle: "short" })} <span className="text-ink-3">({zone})</span>
    </time>
  );
}
