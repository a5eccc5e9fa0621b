import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { colleague, stale, tokenOf } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { changeAdvanced, changeAgents, changeRegistration } from "./change";
import { readSecurity } from "./read";
import { createRegistrationToken, registrarOf, revokeRegistrationToken } from "./registration-tokens";
import { admissionOf } from "./rules";
import { agentsSchema } from "./schema";

testDatabase();

const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "ok",
    (error: unknown) => (error instanceof Refusal ? error.name : String(error)),
  );

async function setting() {
  const issuer = await testIssuer();
  const ctx = await testContext({ actor: issuer.actor });
  const events = (action: string) =>
    issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id, action }, orderBy: { id: "asc" } });
  return { issuer, ctx, events };
}

const agents = ({ group }: TestIssuer, given: object = {}) => ({
  agentPolicy: "listed" as const,
  agentHosts: ["assistant.example"],
  agentGroupId: group.id,
  ...given,
});

const ACTS: [string, (ctx: Context, issuer: TestIssuer) => Promise<unknown>][] = [
  ["the advanced controls", (ctx) => changeAdvanced(ctx, { hasAdvancedSecurity: true })],
  ["agents", (ctx, issuer) => changeAgents(ctx, agents(issuer))],
  ["registration", (ctx) => changeRegistration(ctx, { registrationPolicy: "off" })],
  ["a registration token", (ctx) => createRegistrationToken(ctx, { name: "x", days: "1" })],
];

it.each(ACTS)("are the owner's to change, with a fresh sign-in: %s", async (_what, act) => {
  const { issuer } = await setting();
  const as = async (actor: Context["actor"]) => outcome(act(await testContext({ actor }), issuer));
  expect(await as(issuer.actor)).toBe("ok");
  expect(await as(stale(issuer.actor))).toBe("fresh_sign_in_required");
  for (const role of ["admin", "member"] as const) expect(await as(await colleague(issuer, role))).toBe("forbidden");
  expect(await as(tokenOf(issuer, ["postern:clients:write"]))).toBe("insufficient_scope");
  expect(await as({ kind: "nobody" })).toBe("sign_in_required");
});

it("are an admin's to read, and nobody's beyond", async () => {
  const { issuer } = await setting();
  const as = async (actor: Context["actor"]) => outcome(readSecurity(await testContext({ actor })));
  expect([await as(await colleague(issuer, "admin")), await as(await colleague(issuer, "member"))]).toEqual([
    "ok",
    "forbidden",
  ]);
});

describe("a change", () => {
  it("stands in the log as it was and as it is, and one that changes nothing does not", async () => {
    const { issuer, ctx, events } = await setting();
    await changeAdvanced(ctx, { hasAdvancedSecurity: true });
    for (let i = 0; i < 2; i++) await changeAgents(ctx, agents(issuer));
    await changeRegistration(ctx, { registrationPolicy: "token" });
    expect((await events("security.updated")).map(({ details }) => details)).toEqual([
      { "hasAdvancedSecurity.before": false, "hasAdvancedSecurity.after": true },
      {
        "agentPolicy.before": "closed",
        "agentPolicy.after": "listed",
        "agentHosts.before": [],
        "agentHosts.after": ["assistant.example"],
        "permissionGroup.before": null,
        "permissionGroup.after": issuer.group.name,
      },
      { "registrationPolicy.before": "off", "registrationPolicy.after": "token" },
    ]);
    expect(await readSecurity(ctx)).toMatchObject({
      hasAdvancedSecurity: true,
      agentPolicy: "listed",
      agentGroup: { id: issuer.group.id },
      registrationPolicy: "token",
    });
  });

  it("lets nobody in without saying how far, by a group of the company", async () => {
    const { issuer, ctx } = await setting();
    const other = await testIssuer();
    const field = (act: Promise<unknown>) => act.catch((error: Refusal) => error.fields);
    expect(await field(changeRegistration(ctx, { registrationPolicy: "open" }))).toEqual({
      registrationPolicy: { code: "groupFirst" },
    });
    expect(await field(changeAgents(ctx, agents(issuer, { agentGroupId: null })))).toEqual({
      agentGroupId: { code: "required" },
    });
    expect(await field(changeAgents(ctx, agents(issuer, { agentGroupId: other.group.id })))).toEqual({
      agentGroupId: { code: "notOffered" },
    });
    await changeAgents(ctx, agents(issuer));
    await changeRegistration(ctx, { registrationPolicy: "open" });
    const closed = agents(issuer, { agentPolicy: "closed", agentGroupId: null });
    expect(await field(changeAgents(ctx, closed))).toEqual({ agentGroupId: { code: "required" } });
  });
});

describe("a registration token", () => {
  it("is shown once, stands in the log without itself, and ends at once", async () => {
    const { issuer, ctx, events } = await setting();
    await changeAgents(ctx, agents(issuer));
    await changeRegistration(ctx, { registrationPolicy: "token" });
    const { token } = await createRegistrationToken(ctx, { name: "Partner", days: "7" });
    const [listed] = (await readSecurity(ctx)).registrationTokens;
    expect(listed).toMatchObject({ name: "Partner", status: "active", hint: token.hint, useCount: 0 });
    expect(JSON.stringify([listed, await events("registration_token.created")])).not.toContain(token.reveal());
    const registrar = { companyId: issuer.company.id, groupId: issuer.group.id, tokenName: "Partner" };
    expect(await registrarOf(ctx, token.reveal())).toEqual(registrar);
    const id = listed?.id ?? "";
    for (let i = 0; i < 2; i++) await revokeRegistrationToken(ctx, { id });
    expect(await registrarOf(ctx, token.reveal())).toBeNull();
    expect(await events("registration_token.revoked")).toHaveLength(1);
    expect((await readSecurity(ctx)).registrationTokens[0]).toMatchObject({ status: "revoked", useCount: 1 });
  });

  it("of another company is not there", async () => {
    const { ctx } = await setting();
    const other = await setting();
    await createRegistrationToken(other.ctx, { name: "Theirs", days: "1" });
    const [theirs] = (await readSecurity(other.ctx)).registrationTokens;
    expect(await outcome(revokeRegistrationToken(ctx, { id: theirs?.id ?? "" }))).toBe("not_found");
  });
});

it.each([
  ["closed", "a.example", "refused"],
  ["listed", "a.example", "admitted"],
  ["listed", "b.example", "refused"],
  ["listed", "x.a.example", "refused"],
  ["ask", "a.example", "admitted"],
  ["ask", "b.example", "ask"],
  ["open", "b.example", "admitted"],
  ["nonsense", "a.example", "refused"],
])("under %s the host %s is %s", (agentPolicy, host, expected) => {
  const company = { agentPolicy, agentHosts: ["a.example"], agentGroupId: "x" };
  expect(admissionOf(company, host)).toBe(expected);
  expect(admissionOf({ ...company, agentGroupId: null }, host)).toBe("refused");
});

it.each([
  ["", []],
  ["  B.example \r\n\nhttps://a.example/\na.example", ["a.example", "b.example"]],
  ["bücher.example", ["xn--bcher-kva.example"]],
  ["a.example:8443", ["a.example:8443"]],
  ["a.example/path", null],
  ["http://a.example", null],
  ["*", null],
  ["localhost", null],
  ["u@a.example", null],
  [Array.from({ length: 101 }, (_, i) => `a${i}.example`).join("\n"), null],
])("reads hosts line by line as addresses have them: %j", (agentHosts, expected) => {
  const parsed = agentsSchema.safeParse({ agentPolicy: "open", agentHosts, agentGroupId: "" });
  expect(parsed.success ? parsed.data.agentHosts : null).toEqual(expected);
});
