"use client";

import clsx from "clsx";
import { type LucideIcon, ShieldAlert, ShieldCheck, ShieldHalf } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useFailure } from "@/components/ui/form";
import { days } from "@/lib/duration";
import { type ChosenContext, type Risk, riskOf } from "./risk";

export type SummaryTexts = {
  title: string;
  general: string;
  /** By how many contexts are chosen, from none on. */
  contexts: string[];
  /** By how many of those change data; nothing is said of none. */
  writes: string[];
  /** By the choice of the form. */
  ends: Record<string, string>;
  risks: Record<Risk, string>;
};
type Choice = { access: string; scopes: string[]; expires: string; expiresOn: string };
type Props = {
  texts: SummaryTexts;
  contexts: Record<string, ChosenContext>;
  initial: Choice;
  /** Today, where the days of the form are counted. */
  today: string;
};

const LOOKS: Record<Risk, { Icon: LucideIcon; tint: string }> = {
  low: { Icon: ShieldCheck, tint: "text-moss" },
  medium: { Icon: ShieldHalf, tint: "text-ochre" },
  high: { Icon: ShieldAlert, tint: "text-brick" },
};

function choiceOf(form: HTMLFormElement): Choice {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "");
  return {
    access: text("access"),
    scopes: data.getAll("scopes").map(String),
    expires: text("expires"),
    expiresOn: text("expiresOn"),
  };
}

function lifeDaysOf({ expires, expiresOn }: Choice, today: string): number | null {
  if (expires === "none") return null;
  if (expires !== "date") return Number(expires);
  return expiresOn ? (Date.parse(expiresOn) - Date.parse(today)) / days(1) : 0;
}

/** What the form would make, in sentences, and how much harm that could do: said anew with each choice. */
export function Summary(props: Props) {
  // A refused submit sets the controls anew: then the choice is read once more.
  return <Live key={useFailure()?.requestId ?? "first"} {...props} />;
}

function Live({ texts, contexts, initial, today }: Props) {
  const output = useRef<HTMLOutputElement>(null);
  const [choice, setChoice] = useState(initial);
  useEffect(() => {
    const form = output.current?.form;
    if (!form) return;
    const read = () => setChoice(choiceOf(form));
    read();
    form.addEventListener("change", read);
    return () => form.removeEventListener("change", read);
  }, []);
  const isGeneral = choice.access === "general";
  const chosen = isGeneral ? [] : choice.scopes.flatMap((key) => contexts[key] ?? []);
  const writing = chosen.filter(({ level }) => level === "write").length;
  const lifeDays = lifeDaysOf(choice, today);
  const risk = riskOf({ access: isGeneral ? "general" : "custom", contexts: chosen, lifeDays });
  const { Icon, tint } = LOOKS[risk];
  // What can do nothing is not "low": there is nothing to say of it yet.
  const isEmpty = !isGeneral && chosen.length === 0;
  const sentences = [
    isGeneral ? texts.general : texts.contexts[chosen.length],
    texts.writes[writing],
    texts.ends[choice.expires],
  ];
  return (
    <output ref={output} className="block rounded-panel border border-line bg-panel p-4 noscript:hidden">
      <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="font-semibold">{texts.title}</span>
        {!isEmpty && (
          <span className={clsx("inline-flex items-center gap-1.5 font-semibold text-13", tint)}>
            <Icon size={16} aria-hidden="true" />
            {texts.risks[risk]}
          </span>
        )}
      </span>
      <span className="mt-1 block text-ink-2">{sentences.filter(Boolean).join(" ")}</span>
    </output>
  );
}
