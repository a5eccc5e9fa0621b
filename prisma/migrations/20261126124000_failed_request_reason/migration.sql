-- Why a code, a token or a client did not count, which the answer itself never tells.
ALTER TABLE "FailedRequest" ADD COLUMN "reason" TEXT;

-- The page that explains a refusal finds the request by the id that was told.
CREATE INDEX "FailedRequest_requestId_idx" ON "FailedRequest"("requestId");
