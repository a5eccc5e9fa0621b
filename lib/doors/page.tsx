import "server-only";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { currentContext } from "./current";
import { refusalPath } from "./refusal-path";

export type PageProps = {
  params: Promise<Record<string, string>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};
type Given = {
  params: Record<string, string>;
  search: Record<string, string | undefined>;
  /** Every value of a parameter that can come more than once, such as the chosen rows of a list. */
  all: (name: string) => string[];
};

const firstOf = (search: Record<string, string | string[] | undefined>): Given["search"] =>
  Object.fromEntries(Object.entries(search).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));

async function answerRefusal(refusal: Refusal, ctx: Context): Promise<never> {
  if (refusal.name === "not_found" || refusal.name === "setup_closed") notFound();
  redirect(await refusalPath(refusal, ctx.origin.requestId));
}

/**
 * The door frame of every page: context in, refusal out: to sign-in, to "not found", or to the page that explains it.
 * It authorises nothing: the use case does. `for: "everybody"` is for the pages that need no sign-in.
 */
export function page(
  render: (ctx: Context, given: Given) => Promise<ReactNode>,
  options: { for: "everybody" | "signed-in" } = { for: "signed-in" },
) {
  return async ({ params, searchParams }: PageProps): Promise<ReactNode> => {
    const ctx = await currentContext();
    const asked = await searchParams;
    const all = (name: string) => [asked[name] ?? []].flat();
    const given = { params: await params, search: firstOf(asked), all };
    try {
      if (options.for === "signed-in" && ctx.actor.kind !== "person") throw new Refusal("sign_in_required");
      return await render(ctx, given);
    } catch (error) {
      if (error instanceof Refusal) return answerRefusal(error, ctx);
      throw error;
    }
  };
}
