import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Context } from "@/lib/context";
import { database } from "@/lib/db/database";
import { later } from "@/lib/later";
import { actorOfHandle } from "@/lib/session/actor";
import { sessionCookieName } from "@/lib/session/cookie";
import { originOf } from "./origin";

/**
 * The context of the page or action that is running: read once a request. The request is asked for first: at a build
 * there is none, which ends the attempt to render before it opens the database.
 */
export const currentContext = cache(async (): Promise<Context> => {
  const [jar, asked] = await Promise.all([cookies(), headers()]);
  const { prisma: db } = await database();
  const now = new Date();
  const actor = await actorOfHandle({ db, now, later }, jar.get(sessionCookieName())?.value ?? null);
  return { db, now, actor, origin: originOf(asked), later };
});
