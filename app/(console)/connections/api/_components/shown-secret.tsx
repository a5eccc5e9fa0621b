"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyPlate } from "@/components/ui/key-plate";
import { minutes, seconds } from "@/lib/duration";

const SHOWN_FOR = minutes(1);

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

/**
 * Calls `hide` at the end of its time, as the clock tells it (a browser slows the timers of a page that nobody uses), and
 * as soon as the tab is out of sight.
 */
function useHiding(hide: () => void) {
  // Null until the browser runs this: without JavaScript nothing counts, and nothing is promised.
  const [left, setLeft] = useState<number | null>(null);
  const [hideAt, setHideAt] = useState<number | null>(null);
  const stay = () => setHideAt(Date.now() + SHOWN_FOR);
  useEffect(() => setHideAt(Date.now() + SHOWN_FOR), []);
  useEffect(() => {
    if (hideAt === null) return;
    const tick = () => {
      const rest = hideAt - Date.now();
      setLeft(Math.max(0, Math.ceil(rest / seconds(1))));
      if (rest <= 0) hide();
    };
    tick();
    const timer = setInterval(tick, seconds(1));
    return () => clearInterval(timer);
  }, [hideAt, hide]);
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
  return { left, stay };
}

const clock = (left: number): string => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;

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
