"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { buttonClass } from "./button-class";
import { CopyButton } from "./copy-button";
import { useUiTexts } from "./texts";

type Props = { title: string; text: ReactNode; label: string; copyLabel: string; secret: string; children?: ReactNode };

/**
 * A secret that is shown this once: readable, selected on focus, and never asked for again. Leaving before it was copied
 * asks once; a page that comes back from the browser's cache has forgotten it.
 */
export function OneTimeSecret({ title, text, label, copyLabel, secret, children }: Props) {
  const texts = useUiTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isCopied, setCopied] = useState(false);
  const [isHidden, setHidden] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const forget = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    if (!isCopied) window.addEventListener("beforeunload", ask);
    window.addEventListener("pageshow", forget);
    return () => {
      window.removeEventListener("beforeunload", ask);
      window.removeEventListener("pageshow", forget);
    };
  }, [isCopied]);
  const Icon = isHidden ? Eye : EyeOff;
  return (
    <section className="no-print rounded-panel border border-brass bg-panel p-4 md:p-5">
      <h2 ref={heading} tabIndex={-1} className="text-20">
        {title}
      </h2>
      <p className="mt-1 max-w-[68ch] text-ink-2">{text}</p>
      <label className="mt-4 block">
        <span className="mb-1 block font-semibold">{label}</span>
        <input
          readOnly
          type={isHidden ? "password" : "text"}
          value={secret}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          onCopy={() => setCopied(true)}
          className="control font-mono"
        />
      </label>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <CopyButton value={secret} label={copyLabel} look="primary" onCopied={() => setCopied(true)} />
        <button type="button" onClick={() => setHidden(!isHidden)} className={buttonClass("secondary", true)}>
          <Icon size={14} aria-hidden="true" />
          {isHidden ? texts.show : texts.hide}
        </button>
      </div>
      {children && <div className="mt-5 space-y-4">{children}</div>}
    </section>
  );
}
