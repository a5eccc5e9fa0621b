import "server-only";
import { Refusal } from "@/lib/errors";

/** The answer of `work` with more headers on it, and its refusal with them too. What is no refusal passes as it is. */
export async function carrying(headers: Record<string, string>, work: () => Promise<Response>): Promise<Response> {
  try {
    const response = await work();
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { name, description, detail, headers: own } = error;
    throw new Refusal(name, { description, detail, headers: { ...own, ...headers } });
  }
}
