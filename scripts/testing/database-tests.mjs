// Which test files the engine makes a difference to: the others would do the same twice.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["app", "components", "lib", "scripts"];
/** What a file has that opens the run's database, or asks which one it is. */
const ASKS = /\btestDatabase\(|\bisServer\(|TEST_DATABASE_URL/;

/**
 * @param {string} root
 * @returns {string[]} paths from `root`
 */
export const databaseTests = (root) =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  ).filter((path) => /\.test\.tsx?$/.test(path) && ASKS.test(readFileSync(join(root, path), "utf8")));
