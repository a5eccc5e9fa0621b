import { useTranslations } from "next-intl";
import type { EventView } from "@/lib/audit/read";
import { hasName, Subject } from "./subject";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What happened, in the reader's language; the name of what it happened to is the one that it had then. */
export function Sentence({ event: { action, target, details } }: { event: EventView }) {
  const t = useTranslations("log.sentences");
  return t.rich(action, {
    about: hasName(target) && target ? target.kind : "none",
    sessions: typeof details.sessions === "number" ? details.sessions : 1,
    before: text(details.before),
    after: text(details.after),
    role: text(details.role),
    reason: text(details.reason),
    version: text(details.termsVersion),
    target: () => (target ? <Subject of={target} /> : null),
  });
}
