import { getMessages, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { PageHeader, Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { clientForm } from "@/lib/clients/form";
import { page } from "@/lib/doors/page";
import { issuerUrl } from "@/lib/env";
import { stepTexts } from "../_components/classic-steps";
import { AccessFields, CallbackFields, clientLabels } from "../_components/client-fields";
import { ActivateForm } from "./_components/activate-form";

const LIST = "/connections/oauth-users";

/** The documented "Activate": an OAuth user of the obsolete classic flow, for an integration that cannot be changed. */
export default page(async (ctx) => {
  const [{ groups, submissionKey }, t, tForm, tSteps, { classic, ui }] = await Promise.all([
    clientForm(ctx),
    getTranslations("classic.activate"),
    getTranslations("clients.form"),
    getTranslations("classic.steps"),
    getMessages(),
  ]);
  const labels = clientLabels(tForm);
  return (
    <div className="max-w-3xl">
      <Title text={t("title")} ctx={ctx} />
      <PageHeader title={t("title")} intro={t("intro")} />
      <div className="mb-5">
        <Notice kind="warning" title={t("obsoleteTitle")}>
          <p className="mb-3">{t("obsoleteText")}</p>
          <LinkButton href={`${LIST}/new`}>{t("ordinary")}</LinkButton>
        </Notice>
      </div>
      <ActivateForm labels={labels} texts={{ ...classic.created, steps: stepTexts(tSteps) }} issuer={issuerUrl()}>
        <input type="hidden" name="submissionKey" value={submissionKey} />
        <Panel>
          <TextField name="name" label={labels.name} hint={t("nameHint")} maxLength={80} autoComplete="off" />
        </Panel>
        <CallbackFields />
        <AccessFields groups={groups} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{t("submit")}</SubmitButton>
          <LinkButton href={LIST}>{ui.cancel}</LinkButton>
        </div>
      </ActivateForm>
    </div>
  );
});
