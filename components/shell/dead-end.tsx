import type { ReactNode } from "react";
import { MarkAjar } from "@/components/ui/mark";
import { Title } from "./title";

/** A page that leads no further: what happened and why, then what there is to do. */
export function DeadEnd({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <>
      <Title text={title} />
      <MarkAjar className="mb-4 text-ink-3" />
      <h1 className="text-28">{title}</h1>
      <p className="mt-2 text-ink-2">{text}</p>
      {children}
    </>
  );
}
