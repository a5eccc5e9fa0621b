"use client";

import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { ActionForm } from "@/components/ui/form";
import { OneTimeSecret } from "@/components/ui/one-time-secret";
import { local } from "@/lib/base-path";
import type { Messages } from "@/lib/i18n/messages-type";
import { makeToken } from "../actions";

type Props = {
  labels: Record<string, string>;
  texts: Messages["security"]["tokens"]["made"];
  children: ReactNode;
};

/** The form of a registration token; the token takes its place, this once. */
export function NewTokenForm({ labels, texts, children }: Props) {
  return (
    <ActionForm
      action={makeToken}
      labels={labels}
      className="max-w-[640px] space-y-4"
      done={({ token }) => (
        <OneTimeSecret title={texts.title} text={texts.text} label={texts.label} copyLabel={texts.copy} secret={token}>
          <a href={local("/security")} className={buttonClass("secondary")}>
            {texts.done}
          </a>
        </OneTimeSecret>
      )}
    >
      {children}
    </ActionForm>
  );
}
