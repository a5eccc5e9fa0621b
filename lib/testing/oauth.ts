import { randomBytes, randomUUID } from "node:crypto";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf, sha256Base64url } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import { after, seconds } from "@/lib/duration";
import type { TestIssuer } from "./issued";

type ClientOptions = { isPublic?: boolean; key?: string; secret?: string; redirectUris?: string[]; isApi?: boolean };

/** What a request needs to come from a client. */
export type TestClient = { id: string; key: string; name: string; secret: string | null };

async function insertClient(
  { db, company, group, api }: TestIssuer,
  { grantType, isPublic = false, isApi = false, ...given }: ClientOptions & { grantType: string },
): Promise<TestClient> {
  const secret = isPublic ? null : (given.secret ?? newCredential("clientSecret").reveal());
  const row = await db.client.create({
    data: {
      companyId: company.id,
      key: given.key ?? `test-${randomBytes(8).toString("hex")}`,
      name: `Client ${randomUUID().slice(0, 8)}`,
      grantType,
      isPublic,
      redirectUris: given.redirectUris ?? ["https://client.example/callback"],
      permissionGroupId: group.id,
      resourceServerId: isApi ? api.id : null,
      ...(secret && { secrets: { create: { secretHash: hashOf(secret), hint: secret.slice(-4) } } }),
    },
  });
  return { id: row.id, key: row.key, name: row.name, secret };
}

/** One more authorization-code client of the issuer's company. */
export const codeClient = (issuer: TestIssuer, options: ClientOptions = {}): Promise<TestClient> =>
  insertClient(issuer, { grantType: "authorization_code", ...options });

/** A client that acts for itself, with the access that its maker gave it. */
export async function machineClient(issuer: TestIssuer, options: ClientOptions = {}) {
  const client = await insertClient(issuer, { grantType: "client_credentials", ...options });
  const grant = await issuer.db.grant.create({
    data: {
      companyId: issuer.company.id,
      clientId: client.id,
      grantType: "client_credentials",
      scopes: ["stock"],
      createdById: issuer.user.id,
    },
  });
  return { ...client, grant };
}

/** The issuer's own client. */
export const ownClient = ({ client, clientSecret }: TestIssuer): TestClient => ({
  id: client.id,
  key: client.key,
  name: client.name,
  secret: clientSecret,
});

type CodeOptions = { client?: TestClient; scopes?: string[]; audience?: string[]; now?: Date };

/** A code as the consent page leaves it, and the verifier that fits it. */
export async function issueCode(issuer: TestIssuer, options: CodeOptions = {}) {
  const { client = ownClient(issuer), scopes = ["stock", "labels"], audience = [], now = new Date() } = options;
  const { db, company, user } = issuer;
  const owner = { clientId: client.id, userId: user.id };
  const grant =
    (await db.grant.findFirst({ where: { ...owner, revokedAt: null } })) ??
    (await db.grant.create({
      data: {
        ...owner,
        companyId: company.id,
        grantType: "authorization_code",
        scopes: ["stock", "labels", "open:read"],
      },
    }));
  const code = newCredential("code").reveal();
  const verifier = randomBytes(32).toString("base64url");
  const familyId = newId();
  const redirectUri = "https://client.example/callback";
  await db.authorizationCode.create({
    data: {
      ...owner,
      codeHash: hashOf(code),
      familyId,
      grantId: grant.id,
      redirectUri,
      scopes,
      audience,
      codeChallenge: sha256Base64url(verifier),
      createdAt: now,
      expiresAt: after(now, seconds(60)),
    },
  });
  return { code, verifier, familyId, grant, redirectUri };
}

type Fields = Record<string, string | string[] | undefined>;

/** A form request to a protocol endpoint, authenticated by Basic unless the client is public or none. */
export function formRequest(path: string, fields: Fields, client: TestClient | null = null): Request {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) form.append(name, one);
  const headers = new Headers(FORM);
  if (client?.secret)
    headers.set(
      "authorization",
      `Basic ${btoa(`${encodeURIComponent(client.key)}:${encodeURIComponent(client.secret)}`)}`,
    );
  else if (client) form.set("client_id", client.key);
  return new Request(`http://localhost:3000${path}`, { method: "POST", headers, body: form.toString() });
}

export const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** The headers of a form from whoever has this `key:secret`, as it stands. */
export const basic = (text: string | Buffer) => ({
  ...FORM,
  authorization: `Basic ${Buffer.from(text).toString("base64")}`,
});

export const bodyOf = async (response: Response) => (await response.json()) as Record<string, string>;

/** Status and error of an answer: what a client decides by. */
export const outcomeOf = async (response: Response) => [response.status, (await bodyOf(response)).error];
