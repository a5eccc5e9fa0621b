"use client";

import clsx from "clsx";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { buttonClass } from "./button-class";
import { useUiTexts } from "./texts";

const SHOWN_FOR_MS = 2000;

type Props = {
  value: string;
  /** What is copied, for the name of the button: "Copy client key". */
  label: string;
  look?: "primary" | "secondary";
  onCopied?: () => void;
};

/** Copies `value`; where the browser refuses, says how to do it by hand. */
export function CopyButton({ value, label, look = "secondary", onCopied }: Props) {
  const texts = useUiTexts();
  const [said, setSaid] = useState<"copied" | "byHand" | null>(null);
  useEffect(() => {
    if (said !== "copied") return;
    const timer = setTimeout(() => setSaid(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setSaid("copied");
      onCopied?.();
    } catch {
      setSaid("byHand");
    }
  }
  const Icon = said === "copied" ? Check : Copy;
  return (
    <>
      <button type="button" onClick={copy} aria-label={label} className={clsx(buttonClass(look, true), "shrink-0")}>
        <Icon size={14} aria-hidden="true" />
        <span className="grid">
          <span className={clsx("col-start-1 row-start-1", said === "copied" && "invisible")}>{texts.copy}</span>
          <span className={clsx("col-start-1 row-start-1", said !== "copied" && "invisible")}>{texts.copied}</span>
        </span>
      </button>
      <span role="status" className={clsx(said === "byHand" ? "text-13 text-ink-2" : "sr-only")}>
        {said === "copied" && texts.copied}
        {said === "byHand" && texts.copyByHand}
      </span>
    </>
  );
}
