"use client";

import clsx from "clsx";
import { LoaderCircle } from "lucide-react";
import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import { local } from "@/lib/base-path";
import type { ActionState, FormValues } from "@/lib/doors/action";
import { type ButtonLook, buttonClass } from "./button-class";
import { useUiTexts } from "./texts";

type Failed = Extract<ActionState<unknown>, { ok: false }>;

const Outcome = createContext<Failed | null>(null);

/** What the last submit said of a field: its error, what was typed, and a key under which the control starts anew. */
export function useField(name: string): {
  error: string | undefined;
  typed: FormValues[string] | undefined;
  key: string;
} {
  const failed = useContext(Outcome);
  // React empties uncontrolled controls when an action returns: a new key makes them start from what was typed.
  return { error: failed?.fields[name], typed: failed?.values[name], key: failed?.requestId ?? "first" };
}

/** Why the last submit was refused, for a form that can say more about it than the summary does. */
export const useFailure = (): Failed | null => useContext(Outcome);

export const fieldId = (name: string): string => `field-${name.replaceAll(".", "-")}`;

function Summary({ failed, labels }: { failed: Failed; labels: Record<string, string> }) {
  const texts = useUiTexts();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
    const title = document.title;
    document.title = `${texts.errorPrefix} ${title}`;
    return () => {
      document.title = title;
    };
  }, [texts]);
  const fields = Object.entries(failed.fields);
  const labelOf = (name: string) => labels[name] ?? labels[name.split(".")[0] ?? ""] ?? name;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="mb-5 rounded-control border border-brick border-l-4 bg-panel p-4"
    >
      <p className="font-semibold">{fields.length > 0 ? texts.problems : failed.title}</p>
      {fields.length > 0 ? (
        <ul className="mt-1.5 space-y-1">
          {fields.map(([name, error]) => (
            <li key={name}>
              <a href={`#${fieldId(name)}`} className="text-brick underline">
                {labelOf(name)}: {error}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <>
          <p className="mt-1 text-ink-2">{failed.text}</p>
          {failed.mend && (
            <p className="mt-1">
              <a href={local(failed.mend)} target="_blank" rel="noopener" className="underline">
                {texts.confirmPassword}
              </a>
            </p>
          )}
          <p className="mt-2 font-mono text-12 text-ink-3">
            {failed.code} · {failed.requestId}
          </p>
        </>
      )}
    </div>
  );
}

type Props<V> = {
  action: (previous: ActionState<V>, form: FormData) => Promise<ActionState<V>>;
  /** The label of each field by its name, for the summary of problems. */
  labels?: Record<string, string>;
  /** What stands in the form's place once it succeeded with a value. */
  done?: (value: V) => ReactNode;
  className?: string;
  children: ReactNode;
};

/** A form and its one action. Works without JavaScript: the server renders the same outcome in place. */
export function ActionForm<V>({ action, labels = {}, done, className, children }: Props<V>) {
  const [state, run] = useActionState(action, null);
  if (state?.ok && done) return done(state.value);
  const failed = state && !state.ok ? state : null;
  return (
    <form action={run} noValidate className={className}>
      <Outcome value={failed}>
        {failed && <Summary key={failed.requestId} failed={failed} labels={labels} />}
        {children}
      </Outcome>
    </form>
  );
}

type SubmitProps = {
  look?: ButtonLook;
  small?: boolean;
  wide?: boolean;
  children: ReactNode;
  name?: string;
  value?: string;
};

/** Never disabled beforehand; busy while the server works. */
export function SubmitButton({ look = "primary", small, wide, children, name, value }: SubmitProps) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      name={name}
      value={value}
      aria-busy={pending}
      aria-disabled={pending}
      onClick={(event) => pending && event.preventDefault()}
      className={clsx(buttonClass(look, small), wide && "w-full")}
    >
      {pending && <LoaderCircle size={16} aria-hidden="true" className="animate-spin" />}
      {children}
    </button>
  );
}
