"use client";

import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/form";
import { addClient } from "../actions";
import { CreatedClient, type CreatedTexts } from "./created-client";

type Props = { labels: Record<string, string>; texts: CreatedTexts; children: ReactNode };

/** The form of a new client; what it made takes its place. */
export function NewClientForm({ labels, texts, children }: Props) {
  return (
    <ActionForm
      action={addClient}
      labels={labels}
      className="group/form space-y-5"
      done={(created) => <CreatedClient created={created} texts={texts} />}
    >
      {children}
    </ActionForm>
  );
}
