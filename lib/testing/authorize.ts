import { expect } from "vitest";
import { GET } from "@/app/oauth/authorize/route";
import { provenBack } from "@/lib/oauth/consent-address";
import { type TestIssuer, testIssuer } from "./issued";

export const ISSUER = "http://localhost:3000";
export const CALLBACK = "https://client.example/callback";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** For the cases that store nothing: one is enough. */
let shared: Promise<TestIssuer> | undefined;
export const sharedIssuer = (): Promise<TestIssuer> => {
  shared ??= testIssuer();
  return shared;
};

export type Changes = Record<string, string | string[] | null>;

/** The query of a good request, with changes: null leaves a parameter out, a list repeats it. */
export function query({ client }: TestIssuer, changes: Changes = {}): string {
  const sent: Changes = {
    response_type: "code",
    client_id: client.key,
    redirect_uri: CALLBACK,
    scope: "stock",
    state: "xyz",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...changes,
  };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(sent)) for (const one of [value ?? []].flat()) search.append(name, one);
  return search.toString();
}

export const get = (search: string, headers: Record<string, string> = {}) =>
  GET(new Request(`${ISSUER}/oauth/authorize?${search}`, { headers }));
export const asked = (issuer: TestIssuer, changes?: Changes, headers?: Record<string, string>) =>
  get(query(issuer, changes), headers);

/** Where a redirect leads, and with what. */
export function sentTo(response: Response) {
  const location = response.headers.get("location") ?? "";
  const url = new URL(location, ISSUER);
  return { location, url, to: `${url.origin}${url.pathname}`, params: Object.fromEntries(url.searchParams) };
}

/** A page of ours that sends the browser nowhere. @returns its HTML */
export async function expectPage(response: Response, status = 400): Promise<string> {
  expect(response.status).toBe(status);
  expect(response.headers.get("location")).toBeNull();
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  return response.text();
}

/** An error told to the client, in the form of RFC 6749 §4.1.2.1 and RFC 9207, and nothing else. */
export function expectError(response: Response, error: string, state: string | null = "xyz"): void {
  expect(response.status).toBe(303);
  const { to, params, url } = sentTo(response);
  expect([to, url.hash]).toEqual([CALLBACK, ""]);
  const { error_description, error_uri = "", ...rest } = params;
  expect(rest).toEqual({ error, iss: ISSUER, ...(state !== null && { state }) });
  expect(error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  // RFC 6749 §4.1.2.1: a URI of %x21 / %x23-5B / %x5D-7E; it opens the page of this very request.
  expect(error_uri).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]+$/);
  const explanation = new URL(error_uri);
  expect([explanation.origin, explanation.searchParams.get("request")]).toEqual([
    ISSUER,
    expect.stringMatching(/^[0-9a-f-]{36}$/),
  ]);
  expect(explanation.pathname).toMatch(/^\/refused\/[a-z_]+$/);
}

/** The request that waits, by the address of its consent page. */
export async function kept({ db }: TestIssuer, response: Response) {
  expect(response.status).toBe(303);
  const { url } = sentTo(response);
  const path = url.pathname === "/sign-in" ? new URL(url.searchParams.get("to") ?? "", ISSUER) : url;
  const id = path.pathname.split("/")[2] ?? "";
  expect(path.pathname).toBe(`/consent/${id}`);
  expect(provenBack(id, path.searchParams.get("back"), path.searchParams.get("proof"))).not.toBeNull();
  return db.authorizationRequest.findUniqueOrThrow({ where: { id } });
}
