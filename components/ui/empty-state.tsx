import type { ReactNode } from "react";
import { MarkAjar } from "./mark";

/** Nothing here yet: what the thing is, and the one thing to do. */
export function EmptyState({ title, text, action }: { title: ReactNode; text: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <MarkAjar className="text-ink-3" />
      <p className="text-16 font-semibold">{title}</p>
      <p className="max-w-[52ch] text-ink-2">{text}</p>
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
