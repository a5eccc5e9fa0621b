"use client";

import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/form";
import { generate } from "../../actions";
import { type GeneratedTexts, GeneratedToken } from "./generated-token";

type Props = { labels: Record<string, string>; texts: GeneratedTexts; issuer: string; children: ReactNode };

/** The form of a new token; what it made takes its place. */
export function GenerateForm({ labels, texts, issuer, children }: Props) {
  return (
    <ActionForm
      action={generate}
      labels={labels}
      className="group/form space-y-6"
      done={(generated) => <GeneratedToken generated={generated} texts={texts} issuer={issuer} />}
    >
      {children}
    </ActionForm>
  );
}
