// `npm run build`: the production build that `npm start` serves, made again only if something that goes into it changed.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildInPlace } from "./start/prepare.mjs";
import { orEndWithSentence } from "./start/problem.mjs";
import { loadSettings } from "./start/settings.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await orEndWithSentence(async () => {
  // The public address may have a path, which the build is made for.
  loadSettings(root, { dev: false });
  await buildInPlace(root);
});
