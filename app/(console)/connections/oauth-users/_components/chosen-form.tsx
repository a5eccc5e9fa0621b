import { Trash2 } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Kept } from "@/components/ui/list-bar";

/** The form to which the check boxes of the table belong. */
export const CHOSEN_FORM = "chosen";

/** Asks about the chosen rows by an address, so that it works without JavaScript; the list stays as it was narrowed. */
export function ChosenForm({ path, query }: { path: string; query: Record<string, string | undefined> }) {
  const t = useTranslations("clients.list");
  return (
    <Form id={CHOSEN_FORM} action={path} scroll={false} className="mt-3">
      <Kept query={query} />
      <input type="hidden" name="confirm" value="remove" />
      <Button type="submit" small>
        <Trash2 size={14} aria-hidden="true" />
        {t("removeChosen")}
      </Button>
    </Form>
  );
}
