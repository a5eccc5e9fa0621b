import { VisitorShell } from "@/components/shell/visitor-shell";
import { page } from "@/lib/doors/page";
import { CodeForm } from "./_components/code-form";

const LONGEST_CODE = 100;

/** Where a person types the code that a device shows; a link may have typed it for them, and no more than that. */
export default page(async ({ actor }, { search }) => (
  <VisitorShell>
    <CodeForm code={(search.user_code ?? "").slice(0, LONGEST_CODE)} person={actor.kind === "person" ? actor : null} />
  </VisitorShell>
));
