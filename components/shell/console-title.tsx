import type { Context } from "@/lib/context";

/** The title of a signed-in page, "page · company · Postern": unique, as it is what a route change announces. */
export function ConsoleTitle({ title, actor }: { title: string; actor: Context["actor"] }) {
  const company = actor.kind === "person" ? actor.membership?.companyName : undefined;
  return <title>{[title, company, "Postern"].filter(Boolean).join(" · ")}</title>;
}
