import { expect, it } from "vitest";
import { unusedKeys } from "./unused-keys.mjs";

it("reports a key that nothing asks for", () => {
  const source = 'const t = useTranslations("clients.list");\nreturn t("name");';
  expect(unusedKeys(["clients.list.name", "clients.list.title"], [source])).toEqual(["clients.list.title"]);
});

it("reports a key that only another namespace or a comment names", () => {
  const source = 'const t = await getTranslations("tokens"); // t("old")\nt("name");';
  expect(unusedKeys(["clients.name", "tokens.old"], [source])).toEqual(["clients.name", "tokens.old"]);
});

it("takes a prefix with a variable for every key under it", () => {
  const source = `useTranslations("log"); t(\`values.\${kind}\`); t(\`steps.\${step}.title\`);`;
  const keys = ["log.values.none", "log.values.yes", "log.steps.try.title", "log.steps.try.text"];
  expect(unusedKeys(keys, [source])).toEqual(["log.steps.try.text"]);
});

it("finds a key that is passed on by its name", () => {
  const asks = 'const t = useTranslations("log.actions");\nt(action);';
  const named = 'const ACTIONS = ["person.created"];';
  expect(unusedKeys(["log.actions.person.created", "log.actions.person.gone"], [asks, named])).toEqual([
    "log.actions.person.gone",
  ]);
});

it("finds what is read from texts that are handed over whole", () => {
  const page = "const { tokens } = await getMessages();\nreturn <Made texts={tokens.generated} />;";
  const shown = "<p>{texts.copy}</p>";
  const keys = ["tokens.generated.copy", "tokens.generated.lost", "tokens.form.copy"];
  expect(unusedKeys(keys, [page, shown])).toEqual(["tokens.generated.lost", "tokens.form.copy"]);
});

it("knows a translator by the type that it is passed as", () => {
  const source = 'const labels = (t: ReturnType<typeof useTranslations<"clients.form">>) => t("name");';
  expect(unusedKeys(["clients.form.name"], [source])).toEqual([]);
});
