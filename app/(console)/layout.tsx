import type { ReactNode } from "react";
import { CompanySwitcher } from "@/components/shell/company-switcher";
import { ConsoleShell } from "@/components/shell/console-shell";
import { SignOut } from "@/components/shell/sign-out";
import { currentContext } from "@/lib/doors/current";

/** The shell of every signed-in page. Who is not signed in gets none: the page's own frame leads them to sign-in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { actor } = await currentContext();
  if (actor.kind !== "person") return children;
  return (
    <ConsoleShell person={actor} switcher={<CompanySwitcher />} signOut={<SignOut />}>
      {children}
    </ConsoleShell>
  );
}
