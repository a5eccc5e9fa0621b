import clsx from "clsx";

export type ButtonLook = "primary" | "secondary" | "danger" | "quiet";

const LOOKS: Record<ButtonLook, string> = {
  primary: "border-brass bg-brass text-on-brass",
  secondary: "border-line-strong bg-page text-ink hover:border-ink-3",
  danger: "border-brick bg-brick text-on-brick",
  quiet: "border-transparent bg-transparent text-brass hover:underline",
};

/**
 * How a button looks, whatever element it is. Apart from the components, so that what needs the look alone, such as the
 * page of a failure, does not bring the router's link along.
 */
export const buttonClass = (look: ButtonLook = "secondary", isSmall = false): string =>
  clsx(
    "inline-flex items-center justify-center gap-2 rounded-control border font-semibold no-underline hover:no-underline",
    "aria-disabled:cursor-progress aria-disabled:opacity-60",
    isSmall ? "min-h-9 px-3 text-13" : "min-h-11 px-4 text-14 md:min-h-10",
    LOOKS[look],
  );
