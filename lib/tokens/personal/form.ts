import "server-only";
import { type OfferedScope, offeredScopes } from "@/lib/apis/offered";
import type { Translated } from "@/lib/apis/system";
import { dayOf, plusDays, plusYears, zoneOr } from "@/lib/calendar";
import type { Context, Role } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { requirePermission } from "@/lib/people/may";
import { expiryOf, FURTHEST_YEARS, mayGive } from "./rules";
import { EXPIRIES } from "./schema";
import { findMaker } from "./store";

export type ContextChoice = Pick<OfferedScope, "key" | "level" | "names" | "descriptions" | "isAdmin"> &
  Readonly<{
    /** False: shown, so that it is known to exist, but not to be ticked by this person. */
    mayGive: boolean;
  }>;
export type ModuleChoices = Readonly<{
  /** Null: contexts that need no module. */
  module: { key: string; names: Translated } | null;
  contexts: ContextChoice[];
}>;
export type ApiChoices = Readonly<{ api: { id: string; name: string }; modules: ModuleChoices[] }>;

type Choice = Exclude<(typeof EXPIRIES)[number], "date">;
export type ExpiryChoice = Readonly<{
  value: Choice;
  /** The last day on which such a token works, and the instant of its end; null: without end. */
  lastDay: string | null;
  expiresAt: Date | null;
}>;

export type TokenForm = Readonly<{
  /** The time zone in which days are meant. */
  zone: string;
  /** The first and the last day that the date field takes. */
  firstDay: string;
  lastDay: string;
  expiries: ExpiryChoice[];
  apis: ApiChoices[];
  /** For the hidden field of a new form. */
  submissionKey: string;
}>;

/** The items of equal key together, in the order in which each key came first. */
function together<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

const choiceFor =
  (role: Role) =>
  ({ key, level, names, descriptions, isAdmin }: OfferedScope): ContextChoice => ({
    key,
    level,
    names,
    descriptions,
    isAdmin,
    mayGive: !isAdmin || mayGive(role, key),
  });

const grouped = (scopes: readonly OfferedScope[], role: Role): ApiChoices[] =>
  together(scopes, ({ api }) => api.id).flatMap((ofApi) => {
    const modules = together(ofApi, ({ module }) => module?.key ?? "").map((ofModule) => ({
      module: ofModule[0]?.module ?? null,
      contexts: ofModule.map(choiceFor(role)),
    }));
    const api = ofApi[0]?.api;
    return api ? [{ api: { id: api.id, name: api.name }, modules }] : [];
  });

/**
 * What the form of a new token needs: when each choice would end, and the contexts of the moment by API and module.
 * Days are meant in the zone that the person has chosen, or else in `browserZone`.
 * @throws Refusal forbidden, sign_in_required
 */
export async function tokenForm(
  ctx: Context,
  { browserZone = null }: { browserZone?: string | null } = {},
): Promise<TokenForm> {
  const { companyId, userId } = requirePermission(ctx, "tokens:write");
  const [{ timeZone }, scopes] = await Promise.all([findMaker(ctx.db, userId), offeredScopes(ctx, companyId)]);
  const zone = zoneOr(timeZone ?? browserZone);
  const today = dayOf(ctx.now, zone);
  const choices = EXPIRIES.filter((value): value is Choice => value !== "date");
  const role = ctx.actor.kind === "person" ? ctx.actor.membership?.role : null;
  return {
    zone,
    firstDay: today,
    lastDay: plusYears(today, FURTHEST_YEARS),
    expiries: choices.map((value) => ({
      value,
      lastDay: value === "none" ? null : plusDays(today, Number(value)),
      expiresAt: expiryOf({ expires: value, expiresOn: undefined }, { now: ctx.now, zone }),
    })),
    apis: grouped(
      scopes.filter(({ isIdentity }) => !isIdentity),
      role ?? "member",
    ),
    submissionKey: newOpaqueId(),
  };
}
