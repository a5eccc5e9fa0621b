import { expect, it } from "vitest";
import { REFUSALS, type RefusalName } from "@/lib/errors";
import { LOCALES } from "./locales";
import { loadMessages } from "./messages";
import en from "./messages/en/errors.json";

type Texts = { title: string; text: string; remedy: string };
const english: Record<RefusalName, Texts> = en;

it("says in every language what happened, why, and what to do, for every refusal and for nothing else", async () => {
  expect(Object.keys(english).sort()).toEqual(Object.keys(REFUSALS).sort());
  for (const locale of LOCALES) {
    const { errors } = await loadMessages(locale);
    for (const [name, texts] of Object.entries(errors)) {
      expect(Object.keys(texts), `${locale} ${name}`).toEqual(["title", "text", "remedy"]);
      expect(Object.values(texts).join(" "), `${locale} ${name}`).not.toMatch(/[!'{]/);
    }
  }
});
