import type { AuthorizationDetail } from "@/lib/apis/details";
import { type TestIssuer, testIssuer } from "./issued";
import { issueCode, type TestClient } from "./oauth";

const words = (text: string) => ({ en: text, fr: text, "pt-BR": text, ru: text, es: text });

/** Gives the issuer's context `labels` a list to choose from, and a secret that nobody is asked for. */
export async function withParameters<I extends TestIssuer>(issuer: I): Promise<I> {
  const { db, api } = issuer;
  const { id } = await db.scope.findUniqueOrThrow({ where: { apiId_key: { apiId: api.id, key: "labels" } } });
  const choices = ["a", "b", "c"].map((key) => ({ key, names: words(`Shop ${key}`) }));
  await db.scopeParameter.createMany({
    data: [
      { scopeId: id, key: "shops", kind: "list", names: words("Shops"), choices },
      { scopeId: id, key: "bot", kind: "secret", names: words("Bot") },
    ],
  });
  return issuer;
}

export const parameterIssuer = async (): Promise<TestIssuer> => withParameters(await testIssuer());

/** The context with these of its choices. */
export const labels = ({ audience }: TestIssuer, ...shops: string[]): AuthorizationDetail => ({
  type: "context",
  context: "labels",
  locations: [audience],
  parameters: { shops },
});

/** A code by which the person has given these choices, and the fields that redeem it. */
export async function codeWithDetails(issuer: TestIssuer, shops: string[], client?: TestClient) {
  const { code, verifier, grant, familyId } = await issueCode(issuer, client ? { client } : {});
  const details = [labels(issuer, ...shops)] as object[];
  await issuer.db.authorizationCode.updateMany({ where: { familyId }, data: { details } });
  await issuer.db.grant.update({ where: { id: grant.id }, data: { details } });
  return { grant, familyId, fields: { grant_type: "authorization_code", code, code_verifier: verifier } };
}
