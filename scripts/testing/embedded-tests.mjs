// Which test files run on the embedded database too. All run on PostgreSQL; again on the embedded engine go those that ask
// the database something in a room of lib/. Routes are thin over the rooms and the journeys walk them on that engine, and a
// race shows nothing where one connection puts everything in a row.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "lib";
/** What a file has that opens the run's database, or asks which one it is. */
const ASKS = /\btestDatabase\(|\bisServer\(|TEST_DATABASE_URL/;

/**
 * @param {string} root
 * @returns {string[]} paths from `root`
 */
export const embeddedTests = (root) =>
  readdirSync(join(root, FOLDER), { recursive: true, encoding: "utf8" })
    .map((name) => join(FOLDER, name))
    .filter((path) => path.endsWith(".test.ts") && !path.endsWith(".race.test.ts"))
    .filter((path) => ASKS.test(readFileSync(join(root, path), "utf8")));
