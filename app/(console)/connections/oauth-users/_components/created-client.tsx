"use client";

import { LinkButton } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { CodeBlock } from "@/components/ui/code-block";
import { KeyPlate } from "@/components/ui/key-plate";
import { Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { OneTimeSecret } from "@/components/ui/one-time-secret";

import { local } from "@/lib/base-path";
import type { Messages } from "@/lib/i18n/messages-type";
import type { Created } from "../actions";
import { Samples, type SampleTexts } from "./samples";

export type CreatedTexts = Messages["clients"]["created"] & { samples: SampleTexts };
type Shown<C> = { created: C; texts: CreatedTexts };

const LIST = "/connections/oauth-users";

/** What an integrator takes along: key, settings, and the commands of this grant type. */
function ToTakeAlong({ created, texts }: Shown<Extract<Created, { outcome: "created" }>>) {
  const { id, key, proves, settings, samples } = created;
  return (
    <div className="space-y-5">
      <div>
        <p className="mb-1 font-semibold">{texts.key}</p>
        <KeyPlate value={key} copyLabel={texts.copyKey} />
      </div>
      <div>
        <p className="mb-1 font-semibold">{texts.settings}</p>
        <CodeBlock code={settings} name=".env" label={texts.copySettings} />
      </div>
      {samples.length > 0 && <Samples samples={samples} proves={proves} texts={texts.samples} />}
      <div className="flex flex-wrap gap-2">
        <LinkButton href={`${LIST}/${id}`}>{texts.open}</LinkButton>
        <a href={local(`${LIST}/new`)} className={buttonClass("quiet")}>
          {texts.another}
        </a>
      </div>
    </div>
  );
}

/** What the form made, in its place: the secret, this once, or why it is not shown again. */
export function CreatedClient({ created, texts }: Shown<Created>) {
  if (created.outcome === "already_submitted")
    return (
      <Notice kind="warning" title={texts.repeatedTitle}>
        <p className="mb-3">{texts.repeatedText}</p>
        <LinkButton href={`${LIST}/${created.id}`}>{texts.open}</LinkButton>
      </Notice>
    );
  const content = <ToTakeAlong created={created} texts={texts} />;
  if (created.secret === null)
    return (
      <Panel title={texts.title} intro={created.proves === "key" ? texts.keyText : texts.publicText}>
        {content}
      </Panel>
    );
  return (
    <OneTimeSecret
      title={texts.title}
      text={texts.text}
      label={texts.secret}
      copyLabel={texts.copySecret}
      secret={created.secret}
    >
      {content}
    </OneTimeSecret>
  );
}
