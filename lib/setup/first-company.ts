import "server-only";
import { record } from "@/lib/audit/record";
import type { Actor, Context } from "@/lib/context";
import { after } from "@/lib/duration";
import { env } from "@/lib/env";
import type { Locale } from "@/lib/i18n/locales";
import { insertStartingPoint } from "./starting-point";
import { insertCompany, insertOwner, insertOwnerships, listCompanies } from "./store";

export type FirstCompany = Readonly<{
  name: string;
  email: string;
  passwordHash: string;
  company: string;
  apiUrl: string | null;
  locale: Locale;
  /** `person`: the owner set it up; `system`: the settings did. */
  by: "person" | "system";
}>;

export type Made = { userId: string; companyId: string };

/** Where sample companies are loaded, whoever sets up looks after them too; else an empty list: there are no others. */
async function sampleCompanies({ db }: Context): Promise<string[]> {
  return env().POSTERN_DEMO === "on" ? (await listCompanies(db)).map(({ id }) => id) : [];
}

/**
 * The first person, their company and what it begins with, and the line of the log. Call it in the transaction that
 * claimed the set-up.
 */
export async function insertFirstCompany(ctx: Context, first: FirstCompany): Promise<Made> {
  const { db, now } = ctx;
  const { name, email, passwordHash, company: companyName, apiUrl, locale, by } = first;
  const samples = await sampleCompanies(ctx);
  const user = await insertOwner(db, { name, email, passwordHash, locale: by === "person" ? locale : null });
  const company = await insertCompany(db, { name: companyName, apiUrl });
  const userId = user.id;
  const companyId = company.id;
  // The order of the memberships is the order of the company switch: the own company comes first.
  const ownerships = [companyId, ...samples].map((id, position) => ({
    companyId: id,
    createdAt: after(now, position),
  }));
  await insertOwnerships(
    db,
    ownerships.map((ownership) => ({ ...ownership, userId })),
  );
  await insertStartingPoint(db, { companyId, company: companyName, apiUrl, locale });
  const membership = { companyId, companyName, role: "owner" } as const;
  const owner: Actor = { kind: "person", userId, name, email, sessionId: "", authenticatedAt: now, membership };
  const actor = by === "person" ? owner : ctx.actor;
  await record(
    { ...ctx, actor },
    {
      action: "company.set_up",
      companyId,
      target: { kind: "company", id: companyId, name: companyName },
      details: { owner: email, apiUrl },
    },
  );
  return { userId, companyId };
}
