import "server-only";
import { createHash } from "node:crypto";
import { createTranslator } from "use-intl/core";
import { Answer } from "@/lib/doors/answer";
import type { Refusal } from "@/lib/errors";
import { readersLocale } from "@/lib/i18n/accept";
import { loadMessages } from "@/lib/i18n/messages";
import { STYLE } from "./error-page-style";

type Asked = {
  requestId: string;
  /** The `ui_locales` of the request. */
  uiLocales?: string | null;
  /** What was sent where it matters, for the developer alone: shown as inert text. */
  received?: string | null;
};

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

const LONGEST_RECEIVED = 300;
/** Control characters and those that turn the direction of a text are shown as what they are. */
const visible = (text: string): string =>
  text
    .slice(0, LONGEST_RECEIVED)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

/** The one style that the policy allows, by its hash: nothing else can be put in, and no nonce has to be made. */
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": POLICY,
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
};

const MARK =
  '<svg class="mark" viewBox="0 0 24 24" width="32" height="32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M5 21V10a7 7 0 0 1 14 0v11z"/><circle cx="12" cy="12" r="1.5"/><path d="M12 13.5V17"/></svg>';

const row = (term: string, value: string): string => `<dt>${escaped(term)}</dt><dd dir="ltr">${escaped(value)}</dd>`;

/**
 * A refusal as a page of our own, for a person whose browser may not be sent anywhere (RFC 6749 §4.1.2.1): it loads
 * nothing, links nowhere and can be framed by nobody. In the reader's language; what was sent stands in it as text only.
 */
export async function errorPage(
  refusal: Refusal,
  request: Request,
  { requestId, uiLocales = null, received = null }: Asked,
): Promise<Response> {
  const locale = readersLocale(request.headers, uiLocales);
  const messages = await loadMessages(locale);
  const say = createTranslator({ locale, messages, namespace: "refused" });
  const why = createTranslator({ locale, messages, namespace: "errors" });
  const { name, code, status, description } = refusal;
  const title = why(`${name}.title`);
  const details = [
    row(say("error"), name),
    row(say("number"), String(code)),
    row(say("description"), description),
    ...(received ? [row(say("received"), visible(received))] : []),
    row(say("request"), requestId),
  ];
  const html = `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)} · Postern</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${MARK}
<h1>${escaped(title)}</h1>
<p>${escaped(why(`${name}.text`))}</p>
<p>${escaped(why(`${name}.remedy`))}</p>
<details>
<summary>${escaped(say("details"))}</summary>
<dl>${details.join("")}</dl>
</details>
</main>
</body>
</html>
`;
  const headers = { ...HEADERS, "content-language": locale, "x-request-id": requestId, ...refusal.headers };
  return new Answer(html, { status, headers });
}
