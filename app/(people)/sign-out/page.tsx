import { redirect } from "next/navigation";
import { VisitorShell } from "@/components/shell/visitor-shell";
import type { Context } from "@/lib/context";
import { page } from "@/lib/doors/page";
import { readSignOut } from "@/lib/oauth/sign-out";
import { SignOutForm } from "./_components/sign-out-form";
import { SignedOut } from "./_components/signed-out";

async function content(ctx: Context, search: Record<string, string | undefined>) {
  const request = new URLSearchParams(Object.entries(search).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  const { person, app, back, isHinted } = await readSignOut(ctx, request);
  if (person) return <SignOutForm person={person} app={app} host={back?.host ?? null} request={request.toString()} />;
  if (isHinted && back) redirect(back.address);
  return <SignedOut app={app} back={back?.address ?? null} />;
}

/** Asks whether to sign out, for an application that wishes it; whoever is signed out already is told so. */
export default page(async (ctx, { search }) => <VisitorShell>{await content(ctx, search)}</VisitorShell>, {
  for: "everybody",
});
