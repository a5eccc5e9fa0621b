import { useTranslations } from "next-intl";
import { RadioCard } from "@/components/ui/fields";
import type { Role } from "@/lib/context";

export const ROLES = ["owner", "admin", "member"] as const satisfies readonly Role[];

export function RoleName({ role }: { role: Role }) {
  const t = useTranslations("people.roles");
  return t(role);
}

/** One card a role, each with what it is for. */
export function RoleCards({ chosen }: { chosen: Role }) {
  const t = useTranslations("people");
  return (
    <div className="grid gap-2">
      {ROLES.map((role) => (
        <RadioCard
          key={role}
          name="role"
          value={role}
          label={t(`roles.${role}`)}
          hint={t(`roleHints.${role}`)}
          defaultChecked={role === chosen}
        />
      ))}
    </div>
  );
}
