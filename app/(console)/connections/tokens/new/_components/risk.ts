export type ChosenContext = { level: "read" | "write"; isAdmin: boolean };
export type Chosen = { access: "general" | "custom"; contexts: ChosenContext[]; lifeDays: number | null };
export type Risk = "low" | "medium" | "high";

const LONG_DAYS = 90;

function reach({ access, contexts }: Chosen): number {
  if (access === "general") return 2;
  if (contexts.some(({ isAdmin, level }) => isAdmin && level === "write")) return 3;
  return contexts.some(({ isAdmin, level }) => isAdmin || level === "write") ? 1 : 0;
}

/**
 * How much harm a token could do in the wrong hands: what it reaches, and for how long. What changes data weighs more
 * than what reads, the administration of Postern most; a token without end weighs more than one of a year.
 * @param chosen `lifeDays: null` is a token without end
 */
export function riskOf(chosen: Chosen): Risk {
  const { lifeDays } = chosen;
  const duration = lifeDays === null ? 2 : lifeDays > LONG_DAYS ? 1 : 0;
  const weight = reach(chosen) + duration;
  return weight === 0 ? "low" : weight < 3 ? "medium" : "high";
}
