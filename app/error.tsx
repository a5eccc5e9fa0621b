"use client";

import { Title } from "@/components/shell/title";
import { buttonClass } from "@/components/ui/button-class";
import { useUiTexts } from "@/components/ui/texts";

/**
 * What a page shows when something of ours broke. The digest finds the event in the server's log. Every page brings this
 * along, so it takes nothing from the kit but the look.
 */
export default function Broken({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const texts = useUiTexts();
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[560px] space-y-4 px-4 py-16">
      <Title text={texts.brokenTitle} />
      <h1 className="text-28">{texts.brokenTitle}</h1>
      <p className="rounded-control border border-line border-l-4 border-l-brick bg-panel p-3 text-ink-2">
        {texts.brokenText}
      </p>
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
