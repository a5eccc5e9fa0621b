import "server-only";
import { type Form, formOf, queryOf, readBody, readForm, wrongPlace } from "./form";

/** The parameters of a token request, and whether they stood in its address. */
export type Sent = Readonly<{ form: Form; isInAddress: boolean }>;

/** Nothing that proves who asks is ever taken from an address, which ends in logs and histories (OAuth 2.1 §2.4.1). */
const PROOFS = ["client_secret", "client_assertion", "client_assertion_type"];

/**
 * The parameters of a token request. The documented classic requests (X7, X10) have them in the address, with an empty
 * form and the client in the Authorization header: they are read, and count only if that client turns out to be a
 * classic one (`requirePlace`). Every other request is read by `readForm`, which refuses an address with parameters.
 * @throws Refusal those of `readForm`
 */
export async function readTokenForm(request: Request): Promise<Sent> {
  const query = queryOf(request);
  if (query === "" || !/^basic /i.test(request.headers.get("authorization") ?? ""))
    return { form: await readForm(request), isInAddress: false };
  if ((await readBody(request)) !== "") throw wrongPlace();
  const form = formOf(request, query, "the address");
  if (PROOFS.some((name) => form.get(name) !== undefined)) throw wrongPlace();
  return { form, isInAddress: true };
}

/**
 * The client has proven who it is: whether it may have its parameters in the address.
 * @throws Refusal invalid_request
 */
export function requirePlace({ isInAddress }: Sent, { isClassic }: { isClassic: boolean }): void {
  if (isInAddress && !isClassic) throw wrongPlace();
}
