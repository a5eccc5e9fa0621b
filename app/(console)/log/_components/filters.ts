import { useTranslations } from "next-intl";
import type { Filter, Held } from "@/components/ui/list-bar";
import { AUDIT_ACTIONS, type AuditAction } from "@/lib/audit/actions";
import { OUTCOMES } from "@/lib/audit/schema";

/** Under which heading of the filter the actions of a noun stand. */
const GROUPS = {
  people: ["person", "session"],
  clients: ["client", "client_secret", "registration_token"],
  grants: ["grant", "token_family", "access_token"],
  tokens: ["personal_token"],
  legacy: ["legacy_key"],
  company: ["company", "security"],
} as const;
type Group = keyof typeof GROUPS;

const nounOf = (action: AuditAction): string => action.slice(0, action.indexOf("."));
const actionsOf = (group: Group): AuditAction[] => {
  const nouns: readonly string[] = GROUPS[group];
  return AUDIT_ACTIONS.filter((action) => nouns.includes(nounOf(action)));
};

/** By action, one or a whole group of them, and by outcome. */
export function useFilters(): Filter[] {
  const t = useTranslations("log");
  const groups = (Object.keys(GROUPS) as Group[]).map((group) => ({
    label: t(`groups.${group}`),
    choices: [
      ...(actionsOf(group).length > 1 ? [{ value: actionsOf(group).join(","), label: t(`wholeGroup.${group}`) }] : []),
      ...actionsOf(group).map((action) => ({ value: action, label: t(`actions.${action}`) })),
    ],
  }));
  const outcomes = OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }));
  return [
    { name: "action", label: t("filters.action"), choices: [], groups },
    { name: "outcome", label: t("filters.outcome"), choices: outcomes },
  ];
}

const HELD = ["actor", "target", "address", "request"] as const;

/** What the links of an event narrow the list by; `names` has the name of an id where it is known. */
export function useHeld(search: Record<string, string | undefined>, names: Map<string, string>): Held[] {
  const t = useTranslations("log.held");
  return HELD.flatMap((name) => {
    const value = search[name];
    if (!value) return [];
    const label = t(name, { value: names.get(value) ?? value });
    return [{ name, label, removeLabel: t("remove", { filter: label }) }];
  });
}
