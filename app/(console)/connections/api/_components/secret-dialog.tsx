"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/form";
import type { ActionState } from "@/lib/doors/action";
import type { Shown } from "../actions";
import { type SecretTexts, ShownSecret } from "./shown-secret";

type Props = {
  title: string;
  submit: string;
  action: (previous: ActionState<Shown>, form: FormData) => Promise<ActionState<Shown>>;
  texts: SecretTexts;
  href: string;
  hideHref: string;
  children: ReactNode;
};

/** An act that ends with the secret being shown, in the dialog that asked for it. */
export function SecretDialog({ title, submit, action, texts, href, hideHref, children }: Props) {
  return (
    <ConfirmDialog<Shown>
      title={title}
      cancelHref={href}
      action={action}
      act={<SubmitButton>{submit}</SubmitButton>}
      done={(shown) => <ShownSecret shown={shown} texts={texts} hideHref={hideHref} />}
    >
      {children}
    </ConfirmDialog>
  );
}
