import Link from "next/link";
import { getMessages, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/form";
import { PageHeader } from "@/components/ui/layout";
import { clientForm } from "@/lib/clients/form";
import { page } from "@/lib/doors/page";
import { AdvancedFields } from "../_components/advanced-fields";
import { AboutFields, AccessFields, CallbackFields, clientLabels } from "../_components/client-fields";
import { GrantTypeFields } from "../_components/grant-type-fields";
import { NewClientForm } from "../_components/new-client-form";
import { sampleTexts } from "../_components/samples";

/** A new OAuth user: every field of its kind, and what it made, once. */
export default page(async (ctx) => {
  const [{ groups, apis, submissionKey }, t, tForm, tSamples, { clients, classic, ui }] = await Promise.all([
    clientForm(ctx),
    getTranslations("clients"),
    getTranslations("clients.form"),
    getTranslations("clients.samples"),
    getMessages(),
  ]);
  return (
    <div className="max-w-3xl">
      <Title text={t("new")} ctx={ctx} />
      <PageHeader title={t("new")} intro={t("intro")} />
      <NewClientForm labels={clientLabels(tForm)} texts={{ ...clients.created, samples: sampleTexts(tSamples) }}>
        <input type="hidden" name="submissionKey" value={submissionKey} />
        <GrantTypeFields />
        <AboutFields />
        <CallbackFields />
        <AccessFields groups={groups} />
        <AdvancedFields apis={apis} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{t("form.create")}</SubmitButton>
          <LinkButton href="/connections/oauth-users">{ui.cancel}</LinkButton>
        </div>
        <p className="text-13">
          <Link href="/connections/oauth-users/classic">{classic.activate.link}</Link>
        </p>
      </NewClientForm>
    </div>
  );
});
