import { LogOut } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button-class";
import { signOut } from "./actions";

/** Ends the session; a plain form, so it works without JavaScript. */
export async function SignOut() {
  const t = await getTranslations("shell");
  return (
    <form action={signOut}>
      <button type="submit" className={`${buttonClass("secondary", true)} whitespace-nowrap`}>
        <LogOut size={14} aria-hidden="true" />
        {t("signOut")}
      </button>
    </form>
  );
}
