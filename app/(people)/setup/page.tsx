import { VisitorShell } from "@/components/shell/visitor-shell";
import { page } from "@/lib/doors/page";
import { isSetUpCode } from "@/lib/setup/status";
import { SetUpForm } from "./_components/set-up-form";
import { WrongLink } from "./_components/wrong-link";

/** The first page of an installation, for whoever holds the link that its start printed. Closed for good afterwards. */
export default page(
  async (ctx, { search: { code } }) => (
    <VisitorShell>{code && (await isSetUpCode(ctx, code)) ? <SetUpForm code={code} /> : <WrongLink />}</VisitorShell>
  ),
  { for: "everybody" },
);
