import "server-only";
import { Refusal } from "@/lib/errors";

/**
 * The text of a body that holds at most `limit` bytes. A declared length is believed, as the parser holds the sender to
 * it; a body without one is read no further than the limit, so that a stranger can't fill the memory.
 * @throws Refusal body_too_large
 */
export async function textWithin(request: Request, limit: number): Promise<string> {
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > limit) throw new Refusal("body_too_large");
  if (declared !== null) return request.text();
  const decoder = new TextDecoder();
  let size = 0;
  let text = "";
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new Refusal("body_too_large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
