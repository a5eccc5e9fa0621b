import { createTranslator } from "next-intl";
import { expect, it } from "vitest";
import { AUDIT_ACTIONS, type AuditAction } from "@/lib/audit/actions";
import { LOCALES } from "./locales";
import { loadMessages } from "./messages";

const pathsOf = (node: object, path = ""): string[] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string" ? [path + key] : pathsOf(value, `${path}${key}.`),
  );

/** What a sentence can be given at its fullest: an event about a person, whose sessions ended. */
const GIVEN = {
  about: "person",
  sessions: 2,
  days: 2,
  before: "member",
  after: "admin",
  role: "owner",
  reason: "disabled",
  version: "1",
  target: () => "TARGET",
};
/** They are about whoever acts, who stands in a column of their own. */
const ABOUT_THE_ACTOR: AuditAction[] = ["person.signed_in", "person.signed_out", "person.confirmed_password"];

it.each(LOCALES)("has a name and a sentence for every action of the log, and for nothing else: %s", async (locale) => {
  const messages = await loadMessages(locale);
  expect(pathsOf(messages.log.actions).sort()).toEqual([...AUDIT_ACTIONS].sort());
  expect(pathsOf(messages.log.sentences).sort()).toEqual([...AUDIT_ACTIONS].sort());
  const t = createTranslator({
    locale,
    messages,
    namespace: "log.sentences",
    onError: (error) => expect.fail(error.message),
  });
  for (const action of AUDIT_ACTIONS) {
    const sentence = String(t.markup(action, GIVEN));
    expect(sentence, action).not.toMatch(/[{}<>]/);
    expect(sentence.includes("TARGET"), action).toBe(!ABOUT_THE_ACTOR.includes(action));
    // Without a name to show, no gap is left in it.
    expect(String(t.markup(action, { ...GIVEN, about: "none", target: () => "" })).trim(), action).not.toBe("");
  }
});
