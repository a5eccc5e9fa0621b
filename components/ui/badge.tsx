import clsx from "clsx";
import {
  Ban,
  CircleCheck,
  CirclePause,
  CircleSlash,
  Clock,
  Hourglass,
  type LucideIcon,
  Mail,
  Trash2,
  TriangleAlert,
} from "lucide-react";
import { useTranslations } from "next-intl";

const STATUSES = {
  active: { Icon: CircleCheck, tint: "text-moss" },
  expiring: { Icon: Hourglass, tint: "text-ochre" },
  expired: { Icon: Clock, tint: "text-ink-3" },
  revoked: { Icon: Ban, tint: "text-brick" },
  disabled: { Icon: CircleSlash, tint: "text-ink-3" },
  suspended: { Icon: CirclePause, tint: "text-ochre" },
  pending: { Icon: Mail, tint: "text-slate" },
  removed: { Icon: Trash2, tint: "text-ink-3" },
  obsolete: { Icon: TriangleAlert, tint: "text-ochre" },
} as const satisfies Record<string, { Icon: LucideIcon; tint: string }>;

export type Status = keyof typeof STATUSES;

/** The one way a state is shown: icon, colour and the same word everywhere. */
export function StatusBadge({ status }: { status: Status }) {
  const t = useTranslations("common.status");
  const { Icon, tint } = STATUSES[status];
  return (
    <span
      className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-13 font-semibold", tint)}
    >
      <Icon size={14} aria-hidden="true" />
      {t(status)}
    </span>
  );
}
