-- AlterTable
ALTER TABLE "AuthorizationRequest" ADD COLUMN     "authenticatedAfter" TIMESTAMPTZ(3),
ADD COLUMN     "pushedRequestId" UUID;

-- AlterTable
ALTER TABLE "Client" ADD COLUMN     "requiresPar" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "PushedRequest" (
    "id" UUID NOT NULL,
    "referenceHash" BYTEA NOT NULL,
    "clientId" UUID NOT NULL,
    "parameters" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PushedRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PushedRequest_referenceHash_key" ON "PushedRequest"("referenceHash");

-- CreateIndex
CREATE INDEX "PushedRequest_expiresAt_idx" ON "PushedRequest"("expiresAt");

-- AddForeignKey
ALTER TABLE "PushedRequest" ADD CONSTRAINT "PushedRequest_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "Client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


