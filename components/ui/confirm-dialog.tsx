"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import type { ActionState } from "@/lib/doors/action";
import { buttonClass } from "./button-class";
import { ActionForm } from "./form";
import { useUiTexts } from "./texts";

type Props<V> = {
  title: string;
  /** The consequences, and what is typed to confirm. */
  children: ReactNode;
  /** Where Cancel and Esc lead: the same page without the question. */
  cancelHref: string;
  /** The button or the form that carries the act, beside Cancel. */
  act: ReactNode;
  /** With it the whole is one form, which says in the dialog why the act was refused. */
  action?: (previous: ActionState<V>, form: FormData) => Promise<ActionState<V>>;
  /** What stands in the form's place once it succeeded with a value, its own way out included. */
  done?: (value: V) => ReactNode;
  /** The label of each field by its name, for the summary of problems. */
  labels?: Record<string, string>;
};

/**
 * A question before an act that can't be undone. It is part of the address, so it works without JavaScript; with it the
 * browser's own dialog holds the focus, first on Cancel.
 */
export function ConfirmDialog<V = null>({ title, children, cancelHref, act, action, done, labels = {} }: Props<V>) {
  const texts = useUiTexts();
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.close();
    shown?.showModal();
    cancel.current?.focus();
    return () => shown?.close();
  }, []);
  const body = (
    <>
      <div className="mt-2 space-y-3 text-ink-2">{children}</div>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Link ref={cancel} href={cancelHref} scroll={false} className={buttonClass("secondary")}>
          {texts.cancel}
        </Link>
        {act}
      </div>
    </>
  );
  return (
    <dialog
      ref={dialog}
      open
      aria-labelledby="confirm-title"
      onCancel={(event) => {
        event.preventDefault();
        router.push(cancelHref);
      }}
      className="fixed inset-0 z-10 m-auto h-fit max-h-[90vh] w-[min(32rem,calc(100vw-32px))] overflow-y-auto rounded-panel border border-line-strong bg-page p-5 text-ink"
    >
      <h2 id="confirm-title" className="text-20">
        {title}
      </h2>
      {action ? (
        <ActionForm action={action} labels={labels} className="mt-3" {...(done && { done })}>
          {body}
        </ActionForm>
      ) : (
        body
      )}
    </dialog>
  );
}
