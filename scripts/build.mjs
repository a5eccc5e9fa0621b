// `npm run build`: the production build that `npm start` serves, made again only if something that goes into it changed.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildInPlace } from "./start/prepare.mjs";
import { orEndWithSentence } from "./start/problem.mjs";

await orEndWithSentence(() => buildInPlace(dirname(dirname(fileURLToPath(import.meta.url)))));
