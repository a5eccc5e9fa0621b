import { redirect } from "next/navigation";
import { VisitorShell } from "@/components/shell/visitor-shell";
import type { Context } from "@/lib/context";
import { page } from "@/lib/doors/page";
import { ownPath } from "@/lib/doors/path";
import { askingApp } from "@/lib/oauth/asking-app";
import { Confirmation } from "./_components/confirmation";
import { Confirmed } from "./_components/confirmed";
import { SignInForm } from "./_components/sign-in-form";

/** Where a confirmation that began in another tab ends: the reader goes back to that tab. */
const CONFIRMED = "/sign-in?confirmed=1";

type Search = Record<string, string | undefined>;

async function content(ctx: Context, { to: asked, fresh, confirmed, error }: Search) {
  const to = !asked && fresh ? CONFIRMED : ownPath(asked);
  if (ctx.actor.kind !== "person") return <SignInForm to={to} app={await askingApp(ctx, to)} error={error} />;
  if (fresh) return <Confirmation to={to} email={ctx.actor.email} />;
  if (confirmed) return <Confirmed />;
  redirect(to);
}

/** The door: email address and password, or, with `fresh`, the password again. */
export default page(async (ctx, { search }) => <VisitorShell>{await content(ctx, search)}</VisitorShell>, {
  for: "everybody",
});
