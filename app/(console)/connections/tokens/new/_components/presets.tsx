"use client";

import type { MouseEvent } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  label: string;
  /** The contexts that a preset decides about; others keep their ticks. */
  governed: string[];
  presets: { label: string; keys: string[] }[];
};

/** Ticks a whole set of contexts at once. A comfort of the browser: without JavaScript it is not there. */
export function Presets({ label, governed, presets }: Props) {
  function choose({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>, keys: string[]) {
    for (const input of form?.querySelectorAll<HTMLInputElement>('input[name="scopes"]') ?? [])
      if (governed.includes(input.value)) input.checked = keys.includes(input.value);
    form?.dispatchEvent(new Event("change"));
  }
  return (
    <fieldset className="noscript:hidden">
      <legend className="sr-only">{label}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <span aria-hidden="true" className="text-13 text-ink-3">
          {label}
        </span>
        {presets.map(({ label: text, keys }) => (
          <Button key={text} small onClick={(event) => choose(event, keys)}>
            {text}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
