import type { Context } from "@/lib/context";

/** The title of a console page: page, company, product. React moves it into the head of the document. */
export function Title({ text, ctx: { actor } }: { text: string; ctx: Pick<Context, "actor"> }) {
  const company = actor.kind === "person" ? actor.membership?.companyName : undefined;
  return <title>{[text, company, "Postern"].filter(Boolean).join(" · ")}</title>;
}
