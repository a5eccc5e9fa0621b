import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";

export type ButtonLook = "primary" | "secondary" | "danger" | "quiet";

const LOOKS: Record<ButtonLook, string> = {
  primary: "border-brass bg-brass text-on-brass",
  secondary: "border-line-strong bg-page text-ink hover:border-ink-3",
  danger: "border-brick bg-brick text-on-brick",
  quiet: "border-transparent bg-transparent text-brass hover:underline",
};

export const buttonClass = (look: ButtonLook = "secondary", isSmall = false): string =>
  clsx(
    "inline-flex items-center justify-center gap-2 rounded-control border font-semibold no-underline hover:no-underline",
    "aria-disabled:cursor-progress aria-disabled:opacity-60",
    isSmall ? "min-h-9 px-3 text-13" : "min-h-11 px-4 text-14 md:min-h-10",
    LOOKS[look],
  );

type Shared = { look?: ButtonLook; small?: boolean };

export function Button({ look, small, className, type = "button", ...rest }: ComponentProps<"button"> & Shared) {
  return <button {...rest} type={type} className={clsx(buttonClass(look, small), className)} />;
}

export function LinkButton({ look, small, className, ...rest }: ComponentProps<typeof Link> & Shared) {
  return <Link {...rest} className={clsx(buttonClass(look, small), className)} />;
}
