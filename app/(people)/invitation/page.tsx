import { VisitorShell } from "@/components/shell/visitor-shell";
import type { Context } from "@/lib/context";
import { page } from "@/lib/doors/page";
import { Refusal } from "@/lib/errors";
import { type InvitationView, readInvitation } from "@/lib/people/read-invitation";
import { DeadLink } from "./_components/dead-link";
import { PasswordForm } from "./_components/password-form";

async function goodInvitation(ctx: Context, token: string): Promise<InvitationView | null> {
  try {
    return await readInvitation(ctx, { token });
  } catch (error) {
    if (error instanceof Refusal && ["request_expired", "not_found"].includes(error.name)) return null;
    throw error;
  }
}

/** Where the link of an invitation leads: its person chooses a password, and is signed in. */
export default page(
  async (ctx, { search: { token = "" } }) => {
    const invitation = await goodInvitation(ctx, token);
    const signedInAs = ctx.actor.kind === "person" ? ctx.actor.email : null;
    return (
      <VisitorShell>
        {invitation ? <PasswordForm token={token} invitation={invitation} signedInAs={signedInAs} /> : <DeadLink />}
      </VisitorShell>
    );
  },
  { for: "everybody" },
);
