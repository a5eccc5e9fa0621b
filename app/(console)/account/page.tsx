import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { PageHeader, Panel } from "@/components/ui/layout";
import { page } from "@/lib/doors/page";
import { readOwn } from "@/lib/people/own";
import { ProfileForm } from "./_components/profile-form";

export default page(async (ctx) => {
  const [t, profile] = await Promise.all([getTranslations("account.profile"), readOwn(ctx)]);
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader title={t("title")} intro={t("intro")} />
      <Panel className="max-w-[640px]">
        <ProfileForm profile={profile} />
      </Panel>
    </>
  );
});
