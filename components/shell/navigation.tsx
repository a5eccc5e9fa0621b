"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

export type NavigationItem = { href: string; label: string; icon?: ReactNode; within: string; isExact?: boolean };

const isWithin = (path: string, within: string): boolean =>
  within === "/" ? path === "/" : path === within || path.startsWith(`${within}/`);

/** The entries of the sidebar; the current one carries a brass door-jamb. */
export function Navigation({ label, items }: { label: string; items: NavigationItem[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label}>
      <ul className="space-y-0.5">
        {items.map(({ href, label: text, icon, within }) => {
          const isCurrent = isWithin(path, within);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={clsx(
                  "relative flex min-h-11 items-center gap-3 rounded-control px-3 no-underline md:min-h-9",
                  isCurrent ? "bg-brass-wash font-semibold text-ink" : "text-ink-2 hover:bg-line hover:no-underline",
                )}
              >
                {isCurrent && (
                  <span aria-hidden="true" className="absolute inset-y-1.5 left-0 w-[3px] rounded-t-full bg-brass" />
                )}
                <span aria-hidden="true" className={isCurrent ? "text-brass" : "text-ink-3"}>
                  {icon}
                </span>
                {text}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Neighbouring pages of one area, as in "API connection · OAuth users · App authorizations". */
export function Tabs({ label, items }: { label: string; items: NavigationItem[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="no-print mb-6 border-line border-b">
      <ul className="flex flex-wrap gap-x-6">
        {items.map(({ href, label: text, within, isExact }) => {
          const isCurrent = isExact ? path === within : isWithin(path, within);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={clsx(
                  "-mb-px inline-flex min-h-11 items-center border-b-2 font-semibold text-12 uppercase tracking-wider no-underline hover:no-underline",
                  isCurrent ? "border-brass text-ink" : "border-transparent text-ink-3 hover:text-ink",
                )}
              >
                {text}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
