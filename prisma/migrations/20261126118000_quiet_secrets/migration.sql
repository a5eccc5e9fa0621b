-- AlterTable
ALTER TABLE "ClientSecret" ADD COLUMN     "quietCountedFrom" TIMESTAMPTZ(3);

-- What the schema language cannot say.

-- A secret that closes by itself says since when its silence counts: what was set yesterday closes nothing today.
ALTER TABLE "ClientSecret" ADD CONSTRAINT "ClientSecret_quiet" CHECK (
  ("closesAfterQuietDays" IS NULL) = ("quietCountedFrom" IS NULL) AND "closesAfterQuietDays" BETWEEN 1 AND 90);
