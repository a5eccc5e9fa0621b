"use client";

import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { fieldId, useField } from "./form";
import { useUiTexts } from "./texts";

type Shared = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Marks the label with "(optional)". */
  optional?: boolean | undefined;
};

const single = (typed: string | string[] | undefined): string | undefined => (Array.isArray(typed) ? typed[0] : typed);

export const describedBy = (id: string, hint: unknown, error: unknown): string | undefined =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  const texts = useUiTexts();
  if (!error) return null;
  return (
    <p id={`${id}-error`} className="mt-1 font-semibold text-13 text-brick">
      <span className="sr-only">{texts.errorPrefix} </span>
      {error}
    </p>
  );
}

export function Frame({ id, label, hint, optional, error, children }: Omit<Shared, "name"> & FrameProps) {
  const texts = useUiTexts();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label} {optional && <span className="font-normal text-ink-3">{texts.optional}</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mb-1.5 text-13 text-ink-3">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={id} error={error} />
    </div>
  );
}
type FrameProps = { id: string; error: string | undefined; children: ReactNode };

type Asked = Shared & { defaultValue?: ComponentProps<"input">["defaultValue"] };

/** What every control has from its field: the name, what was typed before, and where its hint and its error stand. */
function useControl({ name, label, hint, optional, defaultValue }: Asked) {
  const { error, typed, key } = useField(name);
  const id = fieldId(name);
  return {
    key,
    frame: { id, label, hint, optional, error },
    control: {
      id,
      name,
      defaultValue: single(typed) ?? defaultValue,
      "aria-invalid": error ? true : undefined,
      "aria-describedby": describedBy(id, hint, error),
    },
  };
}

type TextProps = Shared & Omit<ComponentProps<"input">, "name" | "id">;

export function TextField({ name, label, hint, optional, defaultValue, className, ...rest }: TextProps) {
  const { key, frame, control } = useControl({ name, label, hint, optional, defaultValue });
  return (
    <Frame {...frame}>
      <input key={key} {...rest} {...control} className={clsx("control", className)} />
    </Frame>
  );
}

type AreaProps = Shared & Omit<ComponentProps<"textarea">, "name" | "id">;

export function TextArea({ name, label, hint, optional, defaultValue, className, rows = 3, ...rest }: AreaProps) {
  const { key, frame, control } = useControl({ name, label, hint, optional, defaultValue });
  return (
    <Frame {...frame}>
      <textarea key={key} {...rest} {...control} rows={rows} className={clsx("control", className)} />
    </Frame>
  );
}

export type Choice = { value: string; label: string };
type SelectProps = Shared & Omit<ComponentProps<"select">, "name" | "id"> & { choices: Choice[]; placeholder?: string };

export function SelectField(props: SelectProps) {
  const { name, label, hint, optional, choices, placeholder, defaultValue, ...rest } = props;
  const { key, frame, control } = useControl({ name, label, hint, optional, defaultValue });
  return (
    <Frame {...frame}>
      <select key={key} {...rest} {...control} className="control">
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {choices.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

type GroupProps = { name: string; legend: ReactNode; hint?: ReactNode; children: ReactNode; className?: string };

/** A set of choices under one name, with one error. */
export function FieldGroup({ name, legend, hint, children, className }: GroupProps) {
  const { error } = useField(name);
  const id = fieldId(name);
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={describedBy(id, hint, error)} className={className}>
      <legend className="mb-1 font-semibold">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="mb-2 text-13 text-ink-3">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={id} error={error} />
    </fieldset>
  );
}

type OptionProps = {
  name: string;
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  defaultChecked?: boolean | undefined;
  disabled?: boolean | undefined;
  onChange?: ComponentProps<"input">["onChange"];
};

function Option({
  type,
  name,
  value,
  label,
  hint,
  defaultChecked,
  ...rest
}: OptionProps & { type: "radio" | "checkbox" }) {
  const { typed, key } = useField(name);
  const id = `${fieldId(name)}-${value}`;
  const chosen = typed === undefined ? undefined : (Array.isArray(typed) ? typed : [typed]).includes(value);
  return (
    <label
      htmlFor={id}
      className="flex min-h-11 gap-3 rounded-control border border-line-strong bg-page p-3 has-checked:border-brass has-checked:bg-brass-wash has-disabled:opacity-70"
    >
      <input
        key={key}
        {...rest}
        id={id}
        type={type}
        name={name}
        value={value}
        defaultChecked={chosen ?? defaultChecked}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <span className="min-w-0">
        <span className="block font-semibold">{label}</span>
        {hint && (
          <span id={`${id}-hint`} className="block text-13 text-ink-2">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

export const RadioCard = (props: OptionProps) => <Option type="radio" {...props} />;
export const CheckCard = (props: OptionProps) => <Option type="checkbox" {...props} />;
