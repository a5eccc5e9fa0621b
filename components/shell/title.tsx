import type { Context } from "@/lib/context";

type Props = { text: string; ctx?: Pick<Context, "actor">; company?: string };

/**
 * The title of a page: page, company, product. The company is the one that the console shows (`ctx`), or the one that a
 * page for visitors is about. React moves it into the head of the document.
 */
export function Title({ text, ctx, company }: Props) {
  const shown = ctx?.actor.kind === "person" ? ctx.actor.membership?.companyName : company;
  return <title>{[text, shown, "Postern"].filter(Boolean).join(" · ")}</title>;
}
