import { getFormatter, getMessages, getTimeZone, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { TextArea, TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { Facts, PageHeader } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/doors/page";
import { issuerUrl } from "@/lib/env";
import { DESCRIPTION_LENGTH } from "@/lib/text";
import { tokenForm } from "@/lib/tokens/personal/form";
import { AccessFields } from "./_components/access-fields";
import { dayText } from "./_components/day";
import { ExpiryFields } from "./_components/expiry-fields";
import { GenerateForm } from "./_components/generate-form";
import { type Prefill, prefillOf } from "./_components/prefill";
import { Summary } from "./_components/summary";
import { summaryTexts } from "./_components/summary-texts";

async function Prefilled({ prefill: { isGiven, dropped } }: { prefill: Prefill }) {
  const t = await getTranslations("tokens.form");
  if (!isGiven) return null;
  return (
    <Notice title={t("prefilledTitle")}>
      <p>{t("prefilledText")}</p>
      {dropped.length > 0 && <p>{t("prefilledDropped", { count: dropped.length, contexts: dropped.join(", ") })}</p>}
    </Notice>
  );
}

async function AboutFields({ prefill: { name, description } }: { prefill: Prefill }) {
  const t = await getTranslations("tokens.form");
  return (
    <>
      <TextField name="name" label={t("name")} hint={t("nameHint")} defaultValue={name} autoComplete="off" />
      <TextArea
        name="description"
        label={t("description")}
        hint={t("descriptionHint", { limit: DESCRIPTION_LENGTH })}
        defaultValue={description}
        optional
        rows={2}
      />
    </>
  );
}

/** A new token: one typed field, three choices, and what it made, once. */
export default page(async (ctx, { search, all }) => {
  const [form, t, tForm, tSummary, format, { tokens, ui }] = await Promise.all([
    getTimeZone().then((browserZone) => tokenForm(ctx, { browserZone })),
    getTranslations("tokens"),
    getTranslations("tokens.form"),
    getTranslations("tokens.summary"),
    getFormatter(),
    getMessages(),
  ]);
  const contexts = form.apis.flatMap(({ modules }) => modules.flatMap((one) => one.contexts));
  const givable = new Set(contexts.flatMap(({ key, mayGive }) => (mayGive ? key : [])));
  const prefill = prefillOf({ search, scopes: all("scopes"), givable });
  const labels = Object.fromEntries(
    (["name", "description", "expires", "expiresOn", "access"] as const).map((name) => [name, tForm(name)]),
  );
  const company = ctx.actor.kind === "person" ? ctx.actor.membership?.companyName : null;
  return (
    <div className="max-w-3xl">
      <Title text={t("generate")} ctx={ctx} />
      <PageHeader title={t("generate")} intro={t("form.intro")} />
      <GenerateForm labels={{ ...labels, scopes: tForm("contexts") }} texts={tokens.generated} issuer={issuerUrl()}>
        <input type="hidden" name="submissionKey" value={form.submissionKey} />
        <input type="hidden" name="zone" value={form.zone} />
        <Prefilled prefill={prefill} />
        <Facts rows={[{ key: "company", term: tForm("company"), value: <bdi>{company}</bdi> }]} />
        <AboutFields prefill={prefill} />
        <ExpiryFields form={form} chosen={prefill.expires} />
        <AccessFields apis={form.apis} prefill={prefill} />
        <Summary
          texts={summaryTexts(tSummary, { form, contextCount: contexts.length, dayText: dayText(format) })}
          contexts={Object.fromEntries(contexts.map(({ key, level, isAdmin }) => [key, { level, isAdmin }]))}
          initial={{ ...prefill, expiresOn: "" }}
          today={form.firstDay}
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{t("generate")}</SubmitButton>
          <LinkButton href="/connections/tokens">{ui.cancel}</LinkButton>
        </div>
      </GenerateForm>
    </div>
  );
});
