import type { ReactNode } from "react";
import { Exactly } from "@/components/ui/when";

/** `by`: who did it, as a sentence. `why`: what that person wrote. */
export type HistoryEvent = { key: string; at: Date; what: ReactNode; why?: ReactNode };

/** What happened to a thing, the first first. */
export function History({ events }: { events: HistoryEvent[] }) {
  const ordered = events.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  return (
    <ol className="ml-1.5 space-y-4 border-line-strong border-l">
      {ordered.map(({ key, at, what, why }) => (
        <li key={key} className="relative pl-5">
          <span
            aria-hidden="true"
            className="absolute top-1.5 -left-[5px] size-[9px] rounded-full border-2 border-brass bg-panel"
          />
          <p className="break-words font-semibold">{what}</p>
          {why && <p className="break-words text-ink-2">{why}</p>}
          <p className="text-13 text-ink-3">
            <Exactly at={at} />
          </p>
        </li>
      ))}
    </ol>
  );
}
