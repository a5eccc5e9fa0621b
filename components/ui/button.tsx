import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-class";

type Shared = { look?: ButtonLook; small?: boolean };

export function Button({ look, small, className, type = "button", ...rest }: ComponentProps<"button"> & Shared) {
  return <button {...rest} type={type} className={clsx(buttonClass(look, small), className)} />;
}

export function LinkButton({ look, small, className, ...rest }: ComponentProps<typeof Link> & Shared) {
  return <Link {...rest} className={clsx(buttonClass(look, small), className)} />;
}
