"use client";

import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { ActionForm } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { type Added, add } from "../actions";
import { InvitationLink, type LinkTexts } from "./invitation-link";

type Known = { title: string; text: string; done: string };
type Props = {
  labels: Record<string, string>;
  linkBase: string;
  texts: { link: LinkTexts; known: Known };
  children: ReactNode;
};

/** For somebody new the link takes the form's place; somebody with an account needs none, and that is said. */
export function NewPersonForm({ labels, linkBase, texts: { link, known }, children }: Props) {
  const done = ({ userId, token }: Added) =>
    token ? (
      <InvitationLink base={linkBase} token={token} texts={link} doneHref={`/people/${userId}`} />
    ) : (
      <Notice kind="done" title={known.title}>
        <p>{known.text}</p>
        <p className="mt-3">
          <LinkButton href={`/people/${userId}`}>{known.done}</LinkButton>
        </p>
      </Notice>
    );
  return (
    <ActionForm action={add} labels={labels} done={done} className="max-w-[560px] space-y-4">
      {children}
    </ActionForm>
  );
}
