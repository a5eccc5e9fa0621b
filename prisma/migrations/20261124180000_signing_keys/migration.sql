-- AlterTable
ALTER TABLE "Api" ADD COLUMN     "signingAlgorithm" TEXT NOT NULL DEFAULT 'ES256',
ADD COLUMN     "tokenFormat" TEXT NOT NULL DEFAULT 'opaque';

-- CreateTable
CREATE TABLE "SigningKey" (
    "kid" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateKeySealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "activeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("kid")
);

-- CreateIndex
CREATE UNIQUE INDEX "SigningKey_algorithm_generation_key" ON "SigningKey"("algorithm", "generation");



-- What the schema language cannot say.
ALTER TABLE "Api" ADD CONSTRAINT "Api_tokenFormat" CHECK ("tokenFormat" IN ('opaque', 'jwt'));
ALTER TABLE "Api" ADD CONSTRAINT "Api_signingAlgorithm" CHECK ("signingAlgorithm" IN ('ES256', 'EdDSA', 'RS256'));
ALTER TABLE "SigningKey" ADD CONSTRAINT "SigningKey_algorithm" CHECK ("algorithm" IN ('ES256', 'EdDSA', 'RS256'));
ALTER TABLE "SigningKey" ADD CONSTRAINT "SigningKey_generation" CHECK ("generation" > 0);
-- Only what can be published: the private members of RFC 7518, section 6, are in no public key.
ALTER TABLE "SigningKey" ADD CONSTRAINT "SigningKey_public" CHECK (NOT jsonb_exists_any("publicJwk", ARRAY['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']));
