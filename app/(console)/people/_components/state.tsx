import { type Status, StatusBadge } from "@/components/ui/badge";
import type { PersonState } from "@/lib/people/list";

const STATUS: Record<PersonState, Status> = { active: "active", invited: "pending", disabled: "disabled" };

export const StateBadge = ({ state }: { state: PersonState }) => <StatusBadge status={STATUS[state]} />;
