"use client";

import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ActionForm } from "@/components/ui/form";
import { OneTimeSecret } from "@/components/ui/one-time-secret";
import { settingsSample } from "@/lib/clients/samples";
import type { Messages } from "@/lib/i18n/messages-type";
import { addClientSecret } from "../actions";

type Texts = Messages["clients"]["created"] & Messages["clients"]["newSecret"];
type Props = {
  labels: Record<string, string>;
  texts: Texts;
  issuer: string;
  clientKey: string;
  detail: string;
  children: ReactNode;
};

/** The form of a second secret; the secret takes its place, this once. */
export function NewSecretForm({ labels, texts, issuer, clientKey: key, detail, children }: Props) {
  return (
    <ActionForm
      action={addClientSecret}
      labels={labels}
      className="group/form space-y-5"
      done={({ secret }) => (
        <OneTimeSecret
          title={texts.done}
          text={texts.doneText}
          label={texts.secret}
          copyLabel={texts.copySecret}
          secret={secret}
        >
          <div>
            <p className="mb-1 font-semibold">{texts.settings}</p>
            <CodeBlock code={settingsSample({ issuer, key, secret })} name=".env" label={texts.copySettings} />
          </div>
          <LinkButton href={detail}>{texts.backToClient}</LinkButton>
        </OneTimeSecret>
      )}
    >
      {children}
    </ActionForm>
  );
}
