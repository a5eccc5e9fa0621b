"use client";

import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { ActionForm } from "@/components/ui/form";
import { KeyPlate } from "@/components/ui/key-plate";
import { Notice } from "@/components/ui/notice";
import { OneTimeSecret } from "@/components/ui/one-time-secret";
import type { Messages } from "@/lib/i18n/messages-type";
import { ClassicSteps, type StepTexts } from "../../_components/classic-steps";
import { type Activated, activate } from "../actions";

type Texts = Messages["classic"]["created"] & { steps: StepTexts };
type Shown = { texts: Texts; issuer: string };

/** What the form made, in its place: the client ID, the secret this once, and the documented requests. */
function Made({ made, texts, issuer }: Shown & { made: Activated }) {
  const open = <LinkButton href={`/connections/oauth-users/${made.id}`}>{texts.open}</LinkButton>;
  if (made.outcome === "already_submitted")
    return (
      <Notice kind="warning" title={texts.repeatedTitle}>
        <p className="mb-3">{texts.repeatedText}</p>
        {open}
      </Notice>
    );
  return (
    <OneTimeSecret
      title={texts.title}
      text={texts.text}
      label={texts.secret}
      copyLabel={texts.copySecret}
      secret={made.secret}
    >
      <div>
        <p className="mb-1 font-semibold">{texts.key}</p>
        <KeyPlate value={made.key} copyLabel={texts.copyKey} />
      </div>
      <ClassicSteps issuer={issuer} clientKey={made.key} redirectUri={made.redirectUri} texts={texts.steps} />
      {open}
    </OneTimeSecret>
  );
}

type Props = Shown & { labels: Record<string, string>; children: ReactNode };

/** The form that activates the classic flow. */
export function ActivateForm({ labels, texts, issuer, children }: Props) {
  return (
    <ActionForm
      action={activate}
      labels={labels}
      className="space-y-5"
      done={(made) => <Made made={made} texts={texts} issuer={issuer} />}
    >
      {children}
    </ActionForm>
  );
}
