"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { Notice } from "./notice";

/** The parameter of an address by which an act says what it did. */
const FLASH_PARAM = "done";

/** Says what was just done, told by the address that the act redirected to; a reload does not say it again. */
export function Flash({ messages }: { messages: Record<string, string> }) {
  const path = usePathname();
  const done = useSearchParams().get(FLASH_PARAM) ?? "";
  const told = Object.hasOwn(messages, done) ? messages[done] : undefined;
  const [said, setSaid] = useState<{ text: string; path: string } | null>(null);
  useEffect(() => {
    if (!told) return;
    setSaid({ text: told, path });
    const address = new URL(window.location.href);
    address.searchParams.delete(FLASH_PARAM);
    window.history.replaceState(window.history.state, "", address);
  }, [told, path]);
  const message = told ?? (said?.path === path ? said.text : undefined);
  return (
    <div role="status" className={message ? "mb-5" : undefined}>
      {message && <Notice kind="done">{message}</Notice>}
    </div>
  );
}
