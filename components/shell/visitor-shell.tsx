import type { ReactNode } from "react";
import { Brand } from "./console-shell";
import { Preferences } from "./preferences";

/** The frame of pages that everybody may open: quiet, one column, language and theme at the foot. */
export function VisitorShell({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="px-4 py-5 md:px-8">
        <Brand />
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={`mx-auto w-full grow px-4 pt-4 pb-12 outline-none md:pt-10 ${wide ? "max-w-[680px]" : "max-w-[440px]"}`}
      >
        {children}
      </main>
      <footer className="no-print border-line border-t px-4 py-4 md:px-8">
        <div className="mx-auto max-w-[440px]">
          <Preferences />
        </div>
      </footer>
    </div>
  );
}
