import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import NextAuth, { type AuthOptions } from "next-auth";
import type { NewClient } from "../server";

type Handler = (request: unknown, response: unknown, options: AuthOptions) => Promise<void>;
// A CommonJS module, which one loader unwraps and another does not.
const run = ((NextAuth as unknown as { default?: Handler }).default ?? NextAuth) as Handler;

/** The configuration that an application writes, as docs/openid-connect.md shows it. */
const optionsFor = (issuer: string, { key, secret }: NewClient): AuthOptions => ({
  secret: randomBytes(32).toString("base64url"),
  providers: [
    {
      id: "postern",
      name: "Postern",
      type: "oauth",
      wellKnown: `${issuer}/.well-known/openid-configuration`,
      authorization: { params: { scope: "openid email profile" } },
      clientId: key,
      clientSecret: secret,
      idToken: true,
      // Name and email are not in the ID token: they are asked for.
      userinfo: { request: ({ client, tokens }) => client.userinfo(tokens.access_token ?? "") },
      checks: ["pkce", "state", "nonce"],
      profile: ({ sub, name, email }) => ({ id: sub, name, email }),
    },
  ],
});

const cookiesOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    (headers.cookie ?? "")
      .split("; ")
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf("=")), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );

/** Node's answer with the three methods that next-auth calls besides. */
const answerable = (response: ServerResponse) =>
  Object.assign(response, {
    status: (code: number) => Object.assign(response, { statusCode: code }),
    json: (body: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
    send: (body: unknown) => response.end(typeof body === "object" ? JSON.stringify(body) : body),
  });

const ACTIONS = "/api/auth/";

/** An application that signs people in with next-auth, and nothing else. */
export async function nextAuthApp() {
  let options: AuthOptions | null = null;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (!options || !pathname.startsWith(ACTIONS))
      return response.setHeader("content-type", "text/html").end("<h1>App</h1>");
    const query = { nextauth: pathname.slice(ACTIONS.length).split("/"), ...Object.fromEntries(searchParams) };
    const body = Object.fromEntries(new URLSearchParams(await text(request)));
    const { method, headers } = request;
    await run({ method, headers, query, body, cookies: cookiesOf(request) }, answerable(response), options);
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    callback: `${url}${ACTIONS}callback/postern`,
    signIn: `${url}${ACTIONS}signin`,
    session: `${url}${ACTIONS}session`,
    start: (issuer: string, client: NewClient) => {
      process.env.NEXTAUTH_URL = url;
      options = optionsFor(issuer, client);
    },
    close: () => {
      delete process.env.NEXTAUTH_URL;
      server.close();
    },
  };
}
