"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyPlate } from "@/components/ui/key-plate";

const SHOWN_FOR_SECONDS = 60;

export type SecretTexts = {
  heading: string;
  again: string;
  hides: string;
  longer: string;
  key: string;
  copyKey: string;
  secret: string;
  copySecret: string;
  hide: string;
};

type Props = { shown: { key: string; secret: string }; texts: SecretTexts; hideHref: string };

/** Counts down; at its end, and as soon as the tab is out of sight, `hide` is called. */
function useHiding(hide: () => void) {
  // Null until the browser runs this: without JavaScript nothing counts, and nothing is promised.
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (left === null) return setLeft(SHOWN_FOR_SECONDS);
    if (left === 0) return hide();
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, hide]);
  useEffect(() => {
    const whenHidden = () => document.visibilityState === "hidden" && hide();
    const forget = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    document.addEventListener("visibilitychange", whenHidden);
    window.addEventListener("pageshow", forget);
    return () => {
      document.removeEventListener("visibilitychange", whenHidden);
      window.removeEventListener("pageshow", forget);
    };
  }, [hide]);
  return { left, stay: () => setLeft(SHOWN_FOR_SECONDS) };
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/**
 * A secret that its owner may see again: for a minute, which can be prolonged, and only while somebody looks. Hiding it
 * leaves the page that asked, so that nothing of it stays in memory.
 */
export function ShownSecret({ shown: { key, secret }, texts, hideHref }: Props) {
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isGone, setGone] = useState(false);
  const [hide] = useState(() => () => {
    setGone(true);
    router.replace(hideHref);
  });
  const { left, stay } = useHiding(hide);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="no-print mt-3 space-y-4">
      <h3 ref={heading} tabIndex={-1} className="text-16">
        {texts.heading}
      </h3>
      <p className="text-ink-2">{texts.again}</p>
      <p>
        <span className="mb-1 block font-semibold">{texts.key}</span>
        <KeyPlate value={key} copyLabel={texts.copyKey} />
      </p>
      <label className="block">
        <span className="mb-1 block font-semibold">{texts.secret}</span>
        <input
          readOnly
          value={isGone ? "" : secret}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          className="control font-mono"
        />
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <CopyButton value={secret} label={texts.copySecret} look="primary" />
        {left !== null && (
          <Button small onClick={stay}>
            {texts.longer}
          </Button>
        )}
        <LinkButton small href={hideHref} replace>
          {texts.hide}
        </LinkButton>
      </div>
      {left !== null && (
        <p className="text-13 text-ink-3">
          {texts.hides} <span aria-hidden="true">{clock(left)}</span>
        </p>
      )}
    </div>
  );
}
