import clsx from "clsx";
import { CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const KINDS = {
  info: { Icon: Info, edge: "border-l-slate", tint: "text-slate" },
  done: { Icon: CircleCheck, edge: "border-l-moss", tint: "text-moss" },
  warning: { Icon: TriangleAlert, edge: "border-l-ochre", tint: "text-ochre" },
  danger: { Icon: OctagonAlert, edge: "border-l-brick", tint: "text-brick" },
} as const;

type Props = { kind?: keyof typeof KINDS; title?: ReactNode; children?: ReactNode; className?: string };

/** A sentence that must not be missed. It never goes away by itself. */
export function Notice({ kind = "info", title, children, className }: Props) {
  const { Icon, edge, tint } = KINDS[kind];
  return (
    <div className={clsx("flex gap-3 rounded-control border border-line border-l-4 bg-panel p-3", edge, className)}>
      <Icon size={18} aria-hidden="true" className={clsx("mt-px shrink-0", tint)} />
      <div className="min-w-0 space-y-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink-2">{children}</div>}
      </div>
    </div>
  );
}
