import { CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { buttonClass } from "@/components/ui/button-class";
import { local } from "@/lib/base-path";

/** The end of a session, with the way back to the application that was signed out of, if it named one of its own. */
export async function SignedOut({ app, back }: { app: string | null; back: string | null }) {
  const t = await getTranslations("signOut");
  return (
    <>
      <Title text={t("doneTitle")} />
      <CircleCheck size={32} aria-hidden="true" className="mb-3 text-moss" />
      <h1 className="text-28">{t("doneTitle")}</h1>
      <p className="mt-2 text-ink-2">{t("doneText")}</p>
      <p className="mt-6 flex flex-wrap gap-3">
        {app && back && (
          <a href={back} className={`${buttonClass("primary")} max-w-full wrap-anywhere text-center`}>
            {t("back", { app })}
          </a>
        )}
        <a href={local("/sign-in")} className={buttonClass("secondary")}>
          {t("signIn")}
        </a>
      </p>
    </>
  );
}
