"use client";

import { type ReactNode, type SyntheticEvent, useEffect, useRef } from "react";
import { local } from "@/lib/base-path";

/**
 * So long nothing can be pressed, after each time that the page comes into view: the second half of a double click on
 * another page must not land on Allow. Until scripts run the style does the same.
 */
const DEAF_FOR_MS = 500;

/** No decision: the page once more, as it was filled in. */
const LOOK = "look";

/** The form of Deny and Allow. Plain, so that it works without JavaScript; with it, it is sent once and never by accident. */
export function DecisionForm({ action, children }: { action: string; children: ReactNode }) {
  const seenAt = useRef(Number.POSITIVE_INFINITY);
  const isSent = useRef(false);
  useEffect(() => {
    const look = () => {
      seenAt.current = document.visibilityState === "visible" ? performance.now() : Number.POSITIVE_INFINITY;
      isSent.current = false;
    };
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pageshow", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pageshow", look);
    };
  }, []);
  const guard = (event: SyntheticEvent<HTMLFormElement, SubmitEvent>) => {
    const { submitter } = event.nativeEvent;
    if (submitter instanceof HTMLButtonElement && submitter.value === LOOK) event.preventDefault();
    else if (performance.now() - seenAt.current < DEAF_FOR_MS || isSent.current) event.preventDefault();
    else isSent.current = true;
  };
  return (
    <form method="post" action={local(action)} onSubmit={guard} className="deaf-at-first mt-8 space-y-6">
      {/* Enter in a field presses a form's first button: this one, which decides nothing. */}
      <button type="submit" name="decision" value={LOOK} hidden />
      {children}
    </form>
  );
}
