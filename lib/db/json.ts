import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";

/** Nothing in a JSON column: the other kind of null there is a value. */
export const NO_JSON = Prisma.DbNull;
