"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/form";
import { makeLink } from "../actions";
import { InvitationLink, type LinkTexts } from "./invitation-link";

type Props = {
  userId: string;
  title: string;
  submit: string;
  linkBase: string;
  texts: LinkTexts;
  children: ReactNode;
};

/** A new link for a person, after what it ends was told; it is shown in the same dialog. */
export function LinkDialog({ userId, title, submit, linkBase, texts, children }: Props) {
  const href = `/people/${userId}`;
  return (
    <ConfirmDialog<{ token: string }>
      title={title}
      cancelHref={href}
      action={makeLink}
      act={<SubmitButton>{submit}</SubmitButton>}
      done={({ token }) => (
        <div className="mt-3">
          <InvitationLink base={linkBase} token={token} texts={texts} doneHref={href} />
        </div>
      )}
    >
      <input type="hidden" name="userId" value={userId} />
      {children}
    </ConfirmDialog>
  );
}
