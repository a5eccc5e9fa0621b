import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { PageHeader } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { permissionGroups } from "@/lib/apis/offered";
import { listWaiting } from "@/lib/clients/described/waiting";
import { readSecurity } from "@/lib/companies/security/read";
import { page } from "@/lib/doors/page";
import { roleMay } from "@/lib/people/may";
import { overAge } from "@/lib/tokens/oauth/over-age";
import { Advanced } from "./_components/advanced";
import { Agents } from "./_components/agents";
import { Registration } from "./_components/registration";
import { RegistrationTokens, RevokeTokenDialog } from "./_components/registration-tokens";
import { Waiting } from "./_components/waiting";

/** How far tokens reach, and which applications may come by themselves. */
export default page(async (ctx, { search }) => {
  const [t, security, waiting, ages] = await Promise.all([
    getTranslations("security"),
    readSecurity(ctx),
    listWaiting(ctx),
    overAge(ctx),
  ]);
  const role = ctx.actor.kind === "person" ? ctx.actor.membership?.role : undefined;
  const mayChange = role !== undefined && roleMay(role, "security:write");
  const groups = mayChange ? await permissionGroups(ctx, security.companyId) : [];
  const tokens = security.registrationTokens;
  const asked = mayChange ? tokens.find(({ id, status }) => id === search.revoke && status === "active") : undefined;
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader title={t("title")} intro={t("intro")} />
      <div className="space-y-5">
        <Notice>{mayChange ? t("fresh") : t("ownerChanges")}</Notice>
        <Advanced isOn={security.hasAdvancedSecurity} mayChange={mayChange} overAge={ages} />
        <Agents security={security} groups={groups.map(({ id, name }) => ({ id, name }))} mayChange={mayChange} />
        {waiting.length > 0 && <Waiting clients={waiting} />}
        <Registration registrationPolicy={security.registrationPolicy} mayChange={mayChange} />
        <RegistrationTokens tokens={tokens} mayChange={mayChange} />
      </div>
      {asked && <RevokeTokenDialog token={asked} />}
    </>
  );
});
