import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { PageHeader } from "@/components/ui/layout";
import { page } from "@/lib/doors/page";
import { listSessions } from "@/lib/session/list";
import { EndOthersDialog } from "./_components/end-others-dialog";
import { PasswordPanel } from "./_components/password-panel";
import { Sessions } from "./_components/sessions";

export default page(async (ctx, { search }) => {
  const [t, sessions] = await Promise.all([getTranslations("account.security"), listSessions(ctx)]);
  const person = ctx.actor.kind === "person" ? ctx.actor : null;
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent);
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader title={t("title")} intro={t("intro")} />
      <div className="space-y-6">
        <Sessions sessions={sessions} />
        <PasswordPanel email={person?.email ?? ""} />
      </div>
      {search.confirm === "others" && hasOthers && <EndOthersDialog />}
    </>
  );
});
