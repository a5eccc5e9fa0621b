import { CircleCheck, OctagonAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { EventView } from "@/lib/audit/read";

/** Whether it was done or refused: icon, colour and word. */
export function Outcome({ outcome }: { outcome: EventView["outcome"] }) {
  const t = useTranslations("log.outcomes");
  const isDone = outcome === "done";
  const Icon = isDone ? CircleCheck : OctagonAlert;
  return (
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-13 ${isDone ? "text-ink-2" : "font-semibold text-brick"}`}
    >
      <Icon size={14} aria-hidden="true" className={isDone ? "text-moss" : undefined} />
      {t(outcome)}
    </span>
  );
}
