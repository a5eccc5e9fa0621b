import { expect } from "vitest";
import { POST } from "@/app/oauth/par/route";
import { CALLBACK, CHALLENGE, get } from "./authorize";
import type { TestIssuer } from "./issued";
import { formRequest, ownClient, type TestClient } from "./oauth";

type Changes = Record<string, string | string[] | undefined>;

/** A good request as its client sends it to `/oauth/par`, with changes: undefined leaves a parameter out. */
export const push = (client: TestClient, changes: Changes = {}): Promise<Response> =>
  POST(
    formRequest(
      "/oauth/par",
      {
        response_type: "code",
        redirect_uri: CALLBACK,
        scope: "stock",
        state: "xyz",
        code_challenge: CHALLENGE,
        code_challenge_method: "S256",
        ...changes,
      },
      client,
    ),
  );

/** The reference of a pushed request of the issuer's client, or of another. */
export async function pushed(issuer: TestIssuer, changes?: Changes, client = ownClient(issuer)): Promise<string> {
  const response = await push(client, changes);
  expect(response.status).toBe(201);
  return ((await response.json()) as { request_uri: string }).request_uri;
}

type Opening = { client?: string; extra?: Record<string, string>; cookie?: string };

/** The browser's request with the reference. */
export const open = (issuer: TestIssuer, reference: string, { client, extra = {}, cookie }: Opening = {}) =>
  get(
    new URLSearchParams({ client_id: client ?? issuer.client.key, request_uri: reference, ...extra }).toString(),
    cookie ? { cookie } : {},
  );
