import { useTranslations } from "next-intl";
import { Exactly } from "@/components/ui/when";
import type { EventView } from "@/lib/audit/read";
import { ROLES, RoleName } from "../../people/_components/role";

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A value of an event's details, as a reader wants it: instants as such, yes and no in words, a list line by line. */
export function Value({ of: value, field }: { of: EventView["details"][string]; field: string }) {
  const t = useTranslations("log.values");
  const role = field === "role" ? ROLES.find((known) => known === value) : undefined;
  if (role) return <RoleName role={role} />;
  if (value === null || value === "") return <span className="text-ink-3">{t("none")}</span>;
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return t("number", { value });
  if (Array.isArray(value))
    return value.length === 0 ? (
      <span className="text-ink-3">{t("none")}</span>
    ) : (
      <ul>
        {value.map((item) => (
          <li key={item} className="break-all font-mono text-13">
            {item}
          </li>
        ))}
      </ul>
    );
  return INSTANT.test(value) ? <Exactly at={new Date(value)} /> : <bdi className="break-words">{value}</bdi>;
}
