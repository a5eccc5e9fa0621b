import { VisitorShell } from "@/components/shell/visitor-shell";
import { page } from "@/lib/doors/page";
import { readConsent } from "@/lib/oauth/consent";
import { Consent } from "./_components/consent";

/** What an application asks of a person: the only page on which access is given. */
export default page(async (ctx, { params, search }) => (
  <VisitorShell wide>
    <Consent asked={await readConsent(ctx, params.request ?? "")} proof={new URLSearchParams(proofOf(search))} />
  </VisitorShell>
));

/** What the address says of the way back and of the language, for whoever signs in again and returns here. */
const proofOf = ({ back, proof, ui }: Record<string, string | undefined>): Record<string, string> => ({
  ...(back && { back }),
  ...(proof && { proof }),
  ...(ui && { ui }),
});
