import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { isServer, testDatabase } from "@/lib/testing/database";
import { prismaOver } from "./client";
import { connectionProblem, openServer, requireVersion } from "./server";

const SECRET = "not-to-be-told";
const problemOf = (url: string): Promise<{ kind: string; message: string }> =>
  openServer(url).then(
    (pool) => pool.end().then(() => ({ kind: "opened", message: "" })),
    (error) => error,
  );

it("tells a server that does not answer, by its address and without the password (#527)", async () => {
  const { kind, message } = await problemOf(`postgresql://postern:${SECRET}@127.0.0.1:1/postern`);
  expect(kind).toBe("unreachable");
  expect(message).toContain("127.0.0.1:1/postern");
  expect(message).not.toContain(SECRET);
});

it("tells a host that has no address", async () => {
  expect((await problemOf("postgresql://postern.invalid/postern")).kind).toBe("unreachable");
});

it("tells a server that speaks something else", async () => {
  const other = createServer((socket) => socket.on("error", () => undefined).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as { port: number };
  expect((await problemOf(`postgresql://postern@127.0.0.1:${port}/postern`)).kind).toBe("unreachable");
  other.close();
});

it.each([
  ["28P01", "sign_in_failed"],
  ["28000", "sign_in_failed"],
  ["3D000", "no_such_database"],
  ["53300", "unreachable"],
  ["57P03", "unreachable"],
])("tells SQLSTATE %s as %s", (code, kind) => {
  const error = Object.assign(new Error("said the server"), { code });
  const problem = connectionProblem(error, `postgresql://postern:${SECRET}@db.example/postern`);
  expect(problem).toMatchObject({ name: "DatabaseProblem", kind, cause: error });
  expect(problem.message).not.toContain(SECRET);
});

it("tells a missing password as a failed sign-in", () => {
  const error = new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string");
  expect(connectionProblem(error, "postgresql://postern@db.example/postern").kind).toBe("sign_in_failed");
});

it("refuses a server older than PostgreSQL 15", () => {
  expect(() => requireVersion(140_012)).toThrow(expect.objectContaining({ kind: "server_too_old" }));
  expect(() => requireVersion(150_000)).not.toThrow();
});

describe.runIf(isServer())("a real server", () => {
  const opened = testDatabase();
  const changed = (edit: (url: URL) => void): string => {
    const url = new URL(String(opened().pool.options.connectionString));
    edit(url);
    return url.href;
  };

  it("is opened, and its statements are limited in time", async () => {
    const pool = await openServer(changed(() => undefined));
    const { rows } = await pool.query(
      "SELECT current_setting('statement_timeout') AS t, current_setting('application_name') AS a",
    );
    expect(rows).toEqual([{ t: "15s", a: "postern" }]);
    await pool.end();
  });

  it("without the database is told", async () => {
    const url = changed((to) => {
      to.pathname = "/there_is_none";
    });
    expect((await problemOf(url)).kind).toBe("no_such_database");
  });

  it("without the user is told", async () => {
    const url = changed((to) => {
      to.username = "nobody_of_this_name";
    });
    expect((await problemOf(url)).kind).toBe("sign_in_failed");
  });

  it("speaks UTC, whatever zone the database and the address ask for", async () => {
    const pool = await openServer(changed((url) => url.searchParams.set("options", "-c TimeZone=Asia/Tokyo")));
    const zones = await Promise.all(Array.from({ length: 5 }, () => pool.query("SHOW TimeZone")));
    expect(new Set(zones.map(({ rows }) => rows[0].TimeZone))).toEqual(new Set(["UTC"]));
    const at = new Date("2026-03-29T01:30:00.000Z");
    const { key } = await prismaOver(pool).throttle.create({
      data: { key: Buffer.from("zone"), count: 1, windowEndsAt: at },
      select: { key: true },
    });
    const { rows } = await pool.query('SELECT "windowEndsAt" = $2 AS "isSame" FROM "Throttle" WHERE "key" = $1', [
      key,
      at,
    ]);
    expect(rows).toEqual([{ isSame: true }]);
    await pool.end();
  });
});
