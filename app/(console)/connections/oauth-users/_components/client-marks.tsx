import { BadgeCheck, FileText, Hourglass, type LucideIcon, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ClientView } from "@/lib/clients/list";

const MARKS = {
  awaits: { Icon: Hourglass, tint: "text-ochre" },
  verified: { Icon: BadgeCheck, tint: "text-moss" },
  document: { Icon: FileText, tint: "text-slate" },
  dynamic: { Icon: UserPlus, tint: "text-slate" },
} as const satisfies Record<string, { Icon: LucideIcon; tint: string }>;

type Mark = keyof typeof MARKS;
type Marked = Pick<ClientView, "origin" | "awaitsApproval" | "isVerified">;

function marksOf({ origin, awaitsApproval, isVerified }: Marked): Mark[] {
  return [
    ...(awaitsApproval ? (["awaits"] as const) : []),
    ...(isVerified ? (["verified"] as const) : []),
    ...(origin === "console" ? [] : [origin]),
  ];
}

/** What has to be known of a client beside its status: who described it, whether it was checked, and whether it waits. */
export function ClientMarks({ client }: { client: Marked }) {
  const t = useTranslations("clients.marks");
  return marksOf(client).map((mark) => {
    const { Icon, tint } = MARKS[mark];
    return (
      <span key={mark} className={`inline-flex items-center gap-1.5 align-middle font-semibold text-13 ${tint}`}>
        <Icon size={14} aria-hidden="true" className="shrink-0" />
        {t(mark)}
      </span>
    );
  });
}
