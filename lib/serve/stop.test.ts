import { Agent, createServer, get, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { later } from "@/lib/later";
import { answersFinished } from "./stop";

const KEY = Symbol.for("postern.gate");
const holder = globalThis as typeof globalThis & { [KEY]?: { servers: Set<Server>; open: () => void } };

let server: Server;
let waiting: ServerResponse[];
const agent = new Agent({ keepAlive: true });

beforeEach(async () => {
  waiting = [];
  server = createServer((request, response) => {
    if (request.url === "/slow") waiting.push(response);
    else response.end("quick");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  holder[KEY] = { servers: new Set([server]), open: () => {} };
});
afterEach(() => {
  delete holder[KEY];
  agent.destroy();
  server.close();
});

const ask = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get({ port, host: "127.0.0.1", path, agent }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk)).on("end", () => resolve(body));
    }).on("error", reject);
  });

it("finishes the answers in flight and the work after them, and takes no new connection", async () => {
  await ask("/quick");
  const slow = ask("/slow");
  await expect.poll(() => waiting.length).toBe(1);
  const done: string[] = [];
  const { port } = server.address() as AddressInfo;
  const finished = answersFinished().then(() => done.push("finished"));
  await expect(fetch(`http://127.0.0.1:${port}/quick`)).rejects.toThrow();
  expect(done).toEqual([]);
  later(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    done.push("work");
  });
  waiting[0]?.end("whole");
  expect(await slow).toBe("whole");
  await finished;
  expect(done).toEqual(["work", "finished"]);
});
