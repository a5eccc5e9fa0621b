import "server-only";
import { record } from "@/lib/audit/record";
import type { Actor, Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { asTarget } from "./manage";
import type { ProfileInput } from "./schema";
import { findProfile, updateProfile } from "./store";

type Person = Extract<Actor, { kind: "person" }>;

/** For what a person does for themselves, whatever their role. @throws Refusal sign_in_required */
export function requirePerson({ actor }: Pick<Context, "actor">): Person {
  if (actor.kind !== "person") throw new Refusal("sign_in_required");
  return actor;
}

export type Profile = Readonly<{
  name: string;
  email: string;
  locale: Locale | null;
  timeZone: string | null;
  createdAt: Date;
}>;

/** The signed-in person's own account. @throws Refusal sign_in_required */
export async function readOwn(ctx: Context): Promise<Profile> {
  const { userId } = requirePerson(ctx);
  const found = await findProfile(ctx.db, userId);
  if (!found) throw new Refusal("sign_in_required");
  const { id: _, locale, ...rest } = found;
  return { ...rest, locale: isLocale(locale) ? locale : null };
}

/** Changes name, language and time zone of the signed-in person. @throws Refusal sign_in_required */
export async function updateOwn(ctx: Context, input: ProfileInput): Promise<void> {
  const { userId, membership } = requirePerson(ctx);
  const { name, locale, timeZone } = input;
  await inTransaction(ctx, async (tx) => {
    const before = await findProfile(tx.db, userId);
    const after = await updateProfile(tx.db, userId, { name, locale, timeZone });
    await record(tx, {
      action: "person.updated",
      companyId: membership?.companyId ?? null,
      target: asTarget(after),
      details: { nameBefore: before?.name ?? null, name, locale, timeZone },
    });
  });
}
