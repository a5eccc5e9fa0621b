-- AlterTable
ALTER TABLE "AccessToken" ADD COLUMN     "details" JSONB,
ADD COLUMN     "dpopJkt" TEXT;

-- AlterTable
ALTER TABLE "Api" ADD COLUMN     "clientIdHeader" TEXT;

-- AlterTable
ALTER TABLE "AuthorizationCode" ADD COLUMN     "authenticatedAt" TIMESTAMPTZ(3),
ADD COLUMN     "details" JSONB,
ADD COLUMN     "dpopJkt" TEXT,
ADD COLUMN     "nonce" TEXT,
ALTER COLUMN "codeChallenge" DROP NOT NULL;

-- AlterTable
ALTER TABLE "AuthorizationRequest" ADD COLUMN     "details" JSONB,
ADD COLUMN     "dpopJkt" TEXT,
ADD COLUMN     "loginHint" TEXT,
ADD COLUMN     "nonce" TEXT,
ADD COLUMN     "uiLocales" TEXT,
ALTER COLUMN "codeChallenge" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Client" ADD COLUMN     "additionalGrantTypes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "authMethod" TEXT NOT NULL DEFAULT 'client_secret',
ADD COLUMN     "awaitsApprovalSince" TIMESTAMPTZ(3),
ADD COLUMN     "documentExpiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "documentFetchedAt" TIMESTAMPTZ(3),
ADD COLUMN     "documentUrl" TEXT,
ADD COLUMN     "idTokenAlgorithm" TEXT NOT NULL DEFAULT 'RS256',
ADD COLUMN     "isClassic" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "jwks" JSONB,
ADD COLUMN     "jwksUri" TEXT,
ADD COLUMN     "optionalScopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'console',
ADD COLUMN     "postLogoutRedirectUris" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "requiresDpop" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "verifiedAt" TIMESTAMPTZ(3),
ADD COLUMN     "verifiedById" UUID;

-- AlterTable
ALTER TABLE "ClientSecret" ADD COLUMN     "closesAfterQuietDays" INTEGER,
ADD COLUMN     "lastUsedAgent" TEXT,
ADD COLUMN     "lastUsedIp" TEXT,
ADD COLUMN     "useCount" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Company" ADD COLUMN     "agentGroupId" UUID,
ADD COLUMN     "agentHosts" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "agentPolicy" TEXT NOT NULL DEFAULT 'closed',
ADD COLUMN     "hasAdvancedSecurity" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "registrationPolicy" TEXT NOT NULL DEFAULT 'off';

-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "details" JSONB,
ADD COLUMN     "expiresAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "RefreshToken" ADD COLUMN     "details" JSONB,
ADD COLUMN     "dpopJkt" TEXT;

-- CreateTable
CREATE TABLE "ScopeParameter" (
    "id" UUID NOT NULL,
    "scopeId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "names" JSONB NOT NULL,
    "choices" JSONB,
    "isRequired" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ScopeParameter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeviceRequest" (
    "id" UUID NOT NULL,
    "deviceCodeHash" BYTEA NOT NULL,
    "userCodeHash" BYTEA NOT NULL,
    "clientId" UUID NOT NULL,
    "scopes" TEXT[],
    "audience" TEXT[],
    "details" JSONB,
    "dpopJkt" TEXT,
    "sessionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "intervalSeconds" INTEGER NOT NULL,
    "lastPolledAt" TIMESTAMPTZ(3),
    "decidedAt" TIMESTAMPTZ(3),
    "isAllowed" BOOLEAN,

    CONSTRAINT "DeviceRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SpentProof" (
    "hash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpentProof_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "ExchangedToken" (
    "tokenHash" BYTEA NOT NULL,
    "id" UUID NOT NULL,
    "clientId" UUID NOT NULL,
    "companyId" UUID NOT NULL,
    "parentKind" TEXT NOT NULL,
    "parentHash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "audience" TEXT[],
    "details" JSONB,
    "dpopJkt" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ExchangedToken_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "RegistrationToken" (
    "id" UUID NOT NULL,
    "companyId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "useCount" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "RegistrationToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FailedRequest" (
    "id" UUID NOT NULL,
    "clientId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "endpoint" TEXT NOT NULL,
    "refusal" TEXT NOT NULL,
    "parameter" TEXT,
    "received" TEXT,
    "requestId" TEXT NOT NULL,
    "ip" TEXT,

    CONSTRAINT "FailedRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ScopeParameter_scopeId_key_key" ON "ScopeParameter"("scopeId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "DeviceRequest_deviceCodeHash_key" ON "DeviceRequest"("deviceCodeHash");

-- CreateIndex
CREATE UNIQUE INDEX "DeviceRequest_userCodeHash_key" ON "DeviceRequest"("userCodeHash");

-- CreateIndex
CREATE INDEX "DeviceRequest_expiresAt_idx" ON "DeviceRequest"("expiresAt");

-- CreateIndex
CREATE INDEX "SpentProof_expiresAt_idx" ON "SpentProof"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "ExchangedToken_id_key" ON "ExchangedToken"("id");

-- CreateIndex
CREATE INDEX "ExchangedToken_expiresAt_idx" ON "ExchangedToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "RegistrationToken_tokenHash_key" ON "RegistrationToken"("tokenHash");

-- CreateIndex
CREATE INDEX "RegistrationToken_companyId_idx" ON "RegistrationToken"("companyId");

-- CreateIndex
CREATE INDEX "FailedRequest_clientId_at_idx" ON "FailedRequest"("clientId", "at" DESC);

-- CreateIndex
CREATE INDEX "FailedRequest_at_idx" ON "FailedRequest"("at");

-- CreateIndex
CREATE INDEX "Client_documentUrl_idx" ON "Client"("documentUrl");

-- CreateIndex
CREATE UNIQUE INDEX "Client_companyId_documentUrl_key" ON "Client"("companyId", "documentUrl");

-- AddForeignKey
ALTER TABLE "Company" ADD CONSTRAINT "Company_agentGroupId_fkey" FOREIGN KEY ("agentGroupId") REFERENCES "PermissionGroup"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScopeParameter" ADD CONSTRAINT "ScopeParameter_scopeId_fkey" FOREIGN KEY ("scopeId") REFERENCES "Scope"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeviceRequest" ADD CONSTRAINT "DeviceRequest_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "Client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegistrationToken" ADD CONSTRAINT "RegistrationToken_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FailedRequest" ADD CONSTRAINT "FailedRequest_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "Client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What the schema language cannot say.

-- An empty list, and never none, so that no condition on it is unknown.
ALTER TABLE "Client" ALTER COLUMN "additionalGrantTypes" SET NOT NULL;
ALTER TABLE "Client" ALTER COLUMN "optionalScopes" SET NOT NULL;
ALTER TABLE "Client" ALTER COLUMN "postLogoutRedirectUris" SET NOT NULL;
ALTER TABLE "Company" ALTER COLUMN "agentHosts" SET NOT NULL;

-- A device has no address that a browser could be sent to.
ALTER TABLE "Client" DROP CONSTRAINT "Client_redirectUris";
ALTER TABLE "Client" ADD CONSTRAINT "Client_redirectUris" CHECK ("grantType" = 'client_credentials'
  OR cardinality("redirectUris") > 0 OR 'urn:ietf:params:oauth:grant-type:device_code' = ANY("additionalGrantTypes"));
ALTER TABLE "Client" ADD CONSTRAINT "Client_additionalGrantTypes" CHECK ("additionalGrantTypes" <@ ARRAY[
  'urn:ietf:params:oauth:grant-type:device_code', 'urn:ietf:params:oauth:grant-type:token-exchange']);
ALTER TABLE "Client" ADD CONSTRAINT "Client_authMethod" CHECK ("authMethod" IN ('client_secret', 'private_key_jwt'));
ALTER TABLE "Client" ADD CONSTRAINT "Client_keys" CHECK ("authMethod" <> 'private_key_jwt'
  OR (NOT "isPublic" AND ("jwks" IS NULL) <> ("jwksUri" IS NULL)));
ALTER TABLE "Client" ADD CONSTRAINT "Client_idTokenAlgorithm" CHECK ("idTokenAlgorithm" IN ('ES256', 'EdDSA', 'RS256'));
-- Without PKCE a client is bound by its secret alone.
ALTER TABLE "Client" ADD CONSTRAINT "Client_classic" CHECK (NOT "isClassic"
  OR (NOT "isPublic" AND "grantType" = 'authorization_code' AND "authMethod" = 'client_secret'));
ALTER TABLE "Client" ADD CONSTRAINT "Client_origin" CHECK ("origin" IN ('console', 'document', 'dynamic')
  AND ("origin" = 'document') = ("documentUrl" IS NOT NULL));
ALTER TABLE "Company" ADD CONSTRAINT "Company_agentPolicy" CHECK ("agentPolicy" IN ('closed', 'listed', 'ask', 'open'));
ALTER TABLE "Company" ADD CONSTRAINT "Company_registrationPolicy" CHECK ("registrationPolicy" IN ('off', 'token', 'open'));
ALTER TABLE "ScopeParameter" ADD CONSTRAINT "ScopeParameter_kind" CHECK ("kind" IN ('text', 'number', 'choice', 'list', 'date', 'secret'));
ALTER TABLE "DeviceRequest" ADD CONSTRAINT "DeviceRequest_decision" CHECK (("decidedAt" IS NULL) = ("isAllowed" IS NULL));
ALTER TABLE "ExchangedToken" ADD CONSTRAINT "ExchangedToken_parentKind" CHECK ("parentKind" IN ('access', 'personal'));
-- RFC 9110 section 5.1: a field name is a token; lower-case, so that one name has one spelling.
ALTER TABLE "Api" ADD CONSTRAINT "Api_clientIdHeader" CHECK ("clientIdHeader" ~ '^[a-z0-9-]{1,64}$');
