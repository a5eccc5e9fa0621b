-- AlterTable
ALTER TABLE "AuthorizationRequest" ADD COLUMN     "draft" JSONB;
