-- Names are unique among the clients that people make. Of an application that registers itself there is one a
-- computer that it runs on, and all of them have the same name.
DROP INDEX "Client_name";
CREATE UNIQUE INDEX "Client_name" ON "Client" ("companyId", lower("name")) WHERE "removedAt" IS NULL AND "origin" = 'console';
