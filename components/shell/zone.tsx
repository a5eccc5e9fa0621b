"use client";

import { useEffect } from "react";
import { days } from "@/lib/duration";

/** Tells the server the reader's time zone, so that the next page prints their time at once; else it stays UTC, and says so. */
export function Zone({ cookie, known }: { cookie: string; known: string | null }) {
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!timeZone || timeZone === known || !("cookieStore" in window)) return;
    const value = encodeURIComponent(timeZone);
    void window.cookieStore.set({ name: cookie, value, path: "/", expires: Date.now() + days(365), sameSite: "lax" });
  }, [cookie, known]);
  return null;
}
