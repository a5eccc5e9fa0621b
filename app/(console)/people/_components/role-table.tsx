import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { Role } from "@/lib/context";
import { PERMISSIONS, type Permission, roleMay } from "@/lib/people/may";
import { ROLES } from "./role";

/** What everybody may do, whatever their role: their own account, apps and password. */
type Right = Permission | "own";

const mayDo = (role: Role, right: Right): boolean => right === "own" || roleMay(role, right);

/** Who may do what, read from the very table that decides it. */
export function RoleTable() {
  const t = useTranslations("people");
  const rights: Right[] = ["own", ...PERMISSIONS];
  const columns: Column<Right>[] = [
    { key: "right", header: t("rights.header"), names: true, cell: (right) => t(`may.${right}`) },
    ...ROLES.map((role) => ({
      key: role,
      header: t(`roles.${role}`),
      cell: (right: Right) =>
        mayDo(role, right) ? (
          <span className="inline-flex items-center gap-1.5">
            <Check size={16} aria-hidden="true" className="text-moss" />
            {t("rights.yes")}
          </span>
        ) : (
          <span className="text-ink-3">{t("rights.no")}</span>
        ),
    })),
  ];
  return <DataTable caption={t("rights.title")} columns={columns} rows={rights} keyOf={(right) => right} />;
}
