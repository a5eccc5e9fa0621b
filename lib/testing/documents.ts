import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { oncePerProcess } from "@/lib/runtime";
import type { TestIssuer } from "./issued";

const CALLBACK = "https://client.example/callback";

/** A host of client documents on this machine, which a developer's installation may read from. */
export function documentHost() {
  const answers = new Map<string, RequestListener>();
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const answer = answers.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  let origin = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  let count = 0;
  /** What was read a moment ago serves no one who asks now. */
  const forget = () => oncePerProcess("outbound", () => ({ kept: new Map() })).kept.clear();
  const serve = (path: string, answer: RequestListener): string => {
    answers.set(path, answer);
    return `${origin}${path}`;
  };
  /** The address of a good document, or of one with these members changed; undefined leaves one out. */
  const publish = (
    changes: Record<string, unknown> = {},
    { path = `/client-${count++}.json`, cacheControl = "" } = {},
  ): string => {
    const document = {
      client_id: `${origin}${path}`,
      client_name: "Sample agent",
      redirect_uris: [CALLBACK],
      ...changes,
    };
    return serve(path, (_request, response) => {
      response.setHeader("content-type", "application/json");
      if (cacheControl) response.setHeader("cache-control", cacheControl);
      response.end(JSON.stringify(document));
    });
  };
  return {
    host: () => new URL(origin).host,
    /** How often the document was read. */
    reads: (url: string) => asked.get(new URL(url).pathname) ?? 0,
    /** An address that answers as it is told. */
    at: (answer: RequestListener) => serve(`/client-${count++}.json`, answer),
    publish,
    /** What stands at that address from now on. */
    republish(url: string, changes: Record<string, unknown>) {
      publish({ client_id: url, ...changes }, { path: new URL(url).pathname });
      forget();
    },
  };
}

type Policy = { agentPolicy?: string; agentHosts?: string[]; registrationPolicy?: string };

/** Lets agents or applications come to the issuer's company by themselves, with its group as their ceiling. */
export const admitting = ({ db, company, group }: TestIssuer, policy: Policy) =>
  db.company.update({ where: { id: company.id }, data: { agentGroupId: group.id, ...policy } });

/** Nobody comes to anybody by themselves: for a file whose tests share a database. */
export const closeAll = ({ db }: Pick<TestIssuer, "db">) =>
  db.company.updateMany({ data: { agentPolicy: "closed", registrationPolicy: "off" } });
