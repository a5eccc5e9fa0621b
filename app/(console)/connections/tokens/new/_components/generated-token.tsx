"use client";

import { LinkButton } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { OneTimeSecret } from "@/components/ui/one-time-secret";
import { local } from "@/lib/base-path";
import type { Messages } from "@/lib/i18n/messages-type";
import type { Generated } from "../../actions";

export type GeneratedTexts = Messages["tokens"]["generated"];
type Made = Extract<Generated, { outcome: "generated" }>;
type Props = { generated: Generated; texts: GeneratedTexts; issuer: string };

const LIST = "/connections/tokens";
/** What the sample API asks of a token that introduces itself. */
const NEEDED = "open:read";

const Onward = ({ id, texts }: { id: string; texts: GeneratedTexts }) => (
  <div className="flex flex-wrap gap-2">
    <LinkButton href={`${LIST}/${id}`}>{texts.open}</LinkButton>
    {/* A new document, and with it a new form: this one has made its token. */}
    <a href={local(`${LIST}/new`)} className={buttonClass("quiet")}>
      {texts.another}
    </a>
  </div>
);

/** A first call, with the token left to the environment, so that it stays out of the shell's history. */
function FirstCall({ made: { access, scopes }, texts, issuer }: { made: Made; texts: GeneratedTexts; issuer: string }) {
  if (access === "custom" && !scopes.includes(NEEDED)) return <p className="text-ink-2">{texts.noSample}</p>;
  const call = `curl ${issuer}/open/me \\\n  -H "Authorization: Bearer $POSTERN_TOKEN"`;
  const code = `set -a; . ./.env; set +a\n${call}`;
  return (
    <div>
      <p className="mb-2 max-w-[68ch] text-ink-2">{texts.check}</p>
      <CodeBlock code={code} name="bash" label={texts.copyCommand} />
    </div>
  );
}

/** What the form made, in its place: the token, this once, or why it is not shown again. */
export function GeneratedToken({ generated, texts, issuer }: Props) {
  if (generated.outcome === "already_submitted")
    return (
      <Notice kind="warning" title={texts.repeatedTitle}>
        <p className="mb-3">{texts.repeatedText}</p>
        <Onward id={generated.id} texts={texts} />
      </Notice>
    );
  const { id, secret } = generated;
  return (
    <OneTimeSecret title={texts.title} text={texts.text} label={texts.token} copyLabel={texts.copy} secret={secret}>
      <div>
        <p className="mb-2 max-w-[68ch] text-ink-2">{texts.settings}</p>
        <CodeBlock code={`POSTERN_TOKEN=${secret}`} name=".env" label={texts.copySettings} />
      </div>
      <FirstCall made={generated} texts={texts} issuer={issuer} />
      <Onward id={id} texts={texts} />
    </OneTimeSecret>
  );
}
