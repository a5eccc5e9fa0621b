import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { PageHeader } from "@/components/ui/layout";
import { page } from "@/lib/doors/page";
import { days } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { INVITATION_LASTS } from "@/lib/people/invite";
import { requireFreshSignIn, requirePermission } from "@/lib/people/may";
import { NewPerson } from "../_components/new-person";

/** A new person of the company, and the link by which they choose a password. */
export default page(async (ctx) => {
  requirePermission(ctx, "people:write");
  requireFreshSignIn(ctx);
  const t = await getTranslations("people");
  return (
    <>
      <Title ctx={ctx} text={t("add.title")} />
      <PageHeader title={t("add.title")} intro={t("add.intro", { days: INVITATION_LASTS / days(1) })} />
      <NewPerson linkBase={`${issuerUrl()}/invitation?token=`} linkDays={INVITATION_LASTS / days(1)} />
    </>
  );
});
