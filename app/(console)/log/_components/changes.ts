import type { EventView } from "@/lib/audit/read";

type Value = EventView["details"][string];
export type Change = { field: string; before: Value; after: Value };
export type Fact = { field: string; value: Value };

const capital = (field: string): string => `${field}Before`;

/**
 * The details of an event as its reader wants them: what was changed from what to what, and what else is known. A change
 * is written as `name.before` and `name.after`, as `nameBefore` and `name`, or, for the one thing that an action is
 * about (`itself`), as `before` and `after`.
 */
export function changesOf(details: EventView["details"], itself: string): { changes: Change[]; facts: Fact[] } {
  const changes: Change[] = [];
  const facts: Fact[] = [];
  for (const [key, value] of Object.entries(details)) {
    const field = /^(.+)\.after$/.exec(key)?.[1];
    if (field) changes.push({ field, before: details[`${field}.before`] ?? null, after: value });
    else if (key === "after") changes.push({ field: itself, before: details.before ?? null, after: value });
    else if (capital(key) in details) changes.push({ field: key, before: details[capital(key)] ?? null, after: value });
    else if (!isBefore(key, details)) facts.push({ field: key, value });
  }
  return { changes, facts };
}

/** Whether `key` is the first half of a change that its second half tells. */
function isBefore(key: string, details: EventView["details"]): boolean {
  if (key === "before") return "after" in details;
  const field = /^(.+?)\.?[bB]efore$/.exec(key)?.[1];
  return field !== undefined && (`${field}.after` in details || field in details);
}
