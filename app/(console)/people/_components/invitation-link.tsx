"use client";

import { LinkButton } from "@/components/ui/button";
import { OneTimeSecret } from "@/components/ui/one-time-secret";

export type LinkTexts = { title: string; text: string; label: string; copy: string; done: string };

type Props = {
  /** The address of the page behind the link, up to its token. */
  base: string;
  token: string;
  texts: LinkTexts;
  doneHref: string;
};

/** The link by which a person chooses a password: shown this once, to be handed over. */
export function InvitationLink({ base, token, texts, doneHref }: Props) {
  return (
    <OneTimeSecret
      title={texts.title}
      text={texts.text}
      label={texts.label}
      copyLabel={texts.copy}
      secret={`${base}${token}`}
    >
      <LinkButton href={doneHref}>{texts.done}</LinkButton>
    </OneTimeSecret>
  );
}
