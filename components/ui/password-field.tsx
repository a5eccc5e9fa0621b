"use client";

import { Eye, EyeOff } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { buttonClass } from "./button-class";
import { describedBy, Frame } from "./fields";
import { fieldId, useField } from "./form";
import { useUiTexts } from "./texts";

type Props = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  autoComplete: "current-password" | "new-password";
};

/** A password: pasting is welcome, it can be read while typing, and a caps lock that is on is said. */
export function PasswordField({ name, label, hint, autoComplete }: Props) {
  const texts = useUiTexts();
  const { error, key } = useField(name);
  const [isShown, setShown] = useState(false);
  const [isCapsLock, setCapsLock] = useState(false);
  const id = fieldId(name);
  const Icon = isShown ? EyeOff : Eye;
  const noticeCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));
  return (
    <Frame {...{ id, label, hint, error }}>
      <span className="flex gap-2">
        <input
          key={key}
          id={id}
          name={name}
          type={isShown ? "text" : "password"}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          onKeyUp={noticeCapsLock}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          className="control min-w-0 grow"
        />
        <button
          type="button"
          aria-label={isShown ? texts.hidePassword : texts.showPassword}
          aria-controls={id}
          onClick={() => setShown(!isShown)}
          className={`${buttonClass("secondary")} shrink-0`}
        >
          <Icon size={16} aria-hidden="true" />
        </button>
      </span>
      <span role="status" className={isCapsLock ? "mt-1 block text-13 text-ochre" : "sr-only"}>
        {isCapsLock && texts.capsLock}
      </span>
    </Frame>
  );
}
