"use client";

import { buttonClass } from "@/components/ui/button-class";
import { Notice } from "@/components/ui/notice";
import { useUiTexts } from "@/components/ui/texts";

/** What a page shows when something of ours broke. The digest finds the event in the server's log. */
export default function Broken({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const texts = useUiTexts();
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[560px] space-y-4 px-4 py-16">
      <title>{`${texts.brokenTitle} · Postern`}</title>
      <h1 className="text-28">{texts.brokenTitle}</h1>
      <Notice kind="danger">{texts.brokenText}</Notice>
      {error.digest && (
        <p className="text-13 text-ink-3">
          {texts.requestId} <code className="font-mono">{error.digest}</code>
        </p>
      )}
      <button type="button" onClick={reset} className={buttonClass("primary")}>
        {texts.tryAgain}
      </button>
    </main>
  );
}
