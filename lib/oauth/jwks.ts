import "server-only";
import type { Context } from "@/lib/context";
import { sha256Base64url } from "@/lib/crypto/hash";
import { empty, json } from "@/lib/doors/answer";
import { keyring } from "@/lib/keys/keyring";
import { PUBLISHED_FOR } from "@/lib/keys/rules";
import { ANY_ORIGIN } from "./public-reading";

/** RFC 9110 §13.1.2: a list of tags, weak ones alike, or any. */
const hasTag = (header: string, tag: string): boolean =>
  header.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);

/**
 * `GET /oauth/jwks` (RFC 7517 §5): the public halves of the keys that sign access tokens, of those that will from
 * tomorrow on, and of those that did while their last tokens live. Whoever keeps it for its hour knows every key in time.
 */
export async function jwks(ctx: Context, request: Request): Promise<Response> {
  const keys = await keyring().published(ctx.now);
  const tag = `"${sha256Base64url(JSON.stringify(keys))}"`;
  const headers = { "cache-control": `public, max-age=${PUBLISHED_FOR / 1000}`, etag: tag, ...ANY_ORIGIN };
  if (hasTag(request.headers.get("if-none-match") ?? "", tag)) return empty(304, headers);
  return json({ keys }, { headers });
}
