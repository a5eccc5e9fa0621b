import { useFormatter, useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { Role } from "@/lib/context";
import { PERMISSIONS, type Permission, roleMay } from "@/lib/people/may";
import { ROLES } from "./role";

/** What everybody may do, whatever their role: their own account, apps and password. */
type Right = Permission | "own";

const rolesOf = (right: Right): Role[] => ROLES.filter((role) => right === "own" || roleMay(role, right));

/** Who may do what, read from the very table that decides it; what most may do comes first. */
export function RoleTable() {
  const t = useTranslations("people");
  const format = useFormatter();
  const rights: Right[] = ["own", ...PERMISSIONS];
  const columns: Column<Right>[] = [
    { key: "right", header: t("rights.header"), names: true, cell: (right) => t(`may.${right}`) },
    {
      key: "roles",
      header: t("rights.who"),
      cell: (right) => format.list(rolesOf(right).map((role) => t(`roles.${role}`))),
    },
  ];
  return (
    <DataTable
      caption={t("rights.title")}
      columns={columns}
      rows={rights.toSorted((one, other) => rolesOf(other).length - rolesOf(one).length)}
      keyOf={(right) => right}
    />
  );
}
