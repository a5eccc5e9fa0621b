import "server-only";
import type { Db } from "@/lib/db/client";

export const findSystemApi = (db: Db, systemKey: "open" | "admin" | "identity") =>
  db.api.findUniqueOrThrow({
    where: { systemKey },
    select: { name: true, audience: true, scopes: { select: { key: true }, orderBy: { position: "asc" } } },
  });
