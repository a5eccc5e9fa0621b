-- AlterTable
ALTER TABLE "Installation" ADD COLUMN     "hashKeyCheck" BYTEA,
ADD COLUMN     "sealKeyCheck" BYTEA;
