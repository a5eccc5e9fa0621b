"use server";

import { action, press } from "@/lib/doors/action";
import { addPerson } from "@/lib/people/add";
import { changeRole } from "@/lib/people/change-role";
import { disablePerson } from "@/lib/people/disable";
import { enablePerson } from "@/lib/people/enable";
import { endSessionsOf } from "@/lib/people/end-sessions";
import { invite } from "@/lib/people/invite";
import { newPersonSchema, personSchema, roleChangeSchema } from "@/lib/people/schema";

const pathOf = (userId: string, done: string): string => `/people/${userId}?done=${done}`;

/** The token of a link leaves here, once. Null for somebody who has an account already and needs none. */
export type Added = { userId: string; token: string | null };

export const add = action(newPersonSchema, async (ctx, input): Promise<{ value: Added }> => {
  const { userId, invitation } = await addPerson(ctx, input);
  return { value: { userId, token: invitation?.token.reveal() ?? null } };
});

export const makeLink = action(personSchema, async (ctx, input): Promise<{ value: { token: string } }> => {
  const { token } = await invite(ctx, input);
  return { value: { token: token.reveal() } };
});

export const giveRole = action(roleChangeSchema, async (ctx, input) => {
  await changeRole(ctx, input);
  return { redirect: pathOf(input.userId, "roleChanged") };
});

export const disable = action(personSchema, async (ctx, input) => {
  await disablePerson(ctx, input);
  return { redirect: pathOf(input.userId, "personDisabled") };
});

export const enable = press(personSchema, async (ctx, input) => {
  await enablePerson(ctx, input);
  return { redirect: pathOf(input.userId, "personEnabled") };
});

export const endSessions = press(personSchema, async (ctx, input) => {
  const ended = await endSessionsOf(ctx, input);
  return { redirect: pathOf(input.userId, ended > 0 ? "personSignedOut" : "personNotSignedIn") };
});
