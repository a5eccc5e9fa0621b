import fs from "node:fs";
import type { Pool } from "pg";
import { database } from "@/lib/db/database";

/**
 * Writes until it is killed and prints the number of each row after its commit was acknowledged. Every tenth is a
 * transaction of two rows, `n` and `-n`. With FAIL_AFTER the disk takes nothing more after that many.
 */
const WRITERS = 4;
const { pool } = await database();
await pool.query(
  "CREATE TABLE IF NOT EXISTS written (id int PRIMARY KEY, half int, filler text NOT NULL DEFAULT repeat('x', 200))",
);
const { rows } = await pool.query("SELECT coalesce(max(id), 0)::int AS last FROM written");
let last: number = rows[0]?.last ?? 0;
let left = Number(process.env.FAIL_AFTER ?? Number.POSITIVE_INFINITY);

async function writePair(id: number, on: Pool): Promise<void> {
  const client = await on.connect();
  await client.query("BEGIN");
  await client.query("INSERT INTO written (id) VALUES ($1)", [id]);
  await client.query("INSERT INTO written (id, half) VALUES ($1, $2)", [-id, id]);
  await client.query("COMMIT");
  client.release();
}

async function writeForEver(): Promise<void> {
  for (;;) {
    const id = ++last;
    if (id % 10 === 0) await writePair(id, pool);
    else await pool.query("INSERT INTO written (id) VALUES ($1)", [id]);
    console.log(id);
    left--;
    if (left === 0)
      fs.fsyncSync = () => {
        throw new Error("EIO: i/o error");
      };
  }
}

await Promise.all(Array.from({ length: WRITERS }, writeForEver));
