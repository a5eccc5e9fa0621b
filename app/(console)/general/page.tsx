import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { CopyButton } from "@/components/ui/copy-button";
import { TextField } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Facts, PageHeader, Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { Exactly } from "@/components/ui/when";
import { type Company, readCompany } from "@/lib/companies/read";
import { page } from "@/lib/doors/page";
import { roleMay } from "@/lib/people/may";
import { saveCompany } from "./actions";

async function CompanyForm({ name, apiUrl }: Company) {
  const [t, tCommon] = await Promise.all([getTranslations("general"), getTranslations("common")]);
  const labels = { name: t("name"), apiUrl: t("apiUrl") };
  return (
    <ActionForm action={saveCompany} labels={labels} className="max-w-[560px] space-y-4">
      <TextField name="name" label={labels.name} defaultValue={name} autoComplete="organization" />
      <TextField
        name="apiUrl"
        label={labels.apiUrl}
        hint={t("apiUrlHint")}
        optional
        defaultValue={apiUrl ?? ""}
        type="url"
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
      />
      <SubmitButton>{tCommon("save")}</SubmitButton>
    </ActionForm>
  );
}

async function CompanyFacts({ name, apiUrl }: Company) {
  const [t, tCommon] = await Promise.all([getTranslations("general"), getTranslations("common")]);
  return (
    <div className="space-y-4">
      <Notice>{t("ownerChanges")}</Notice>
      <Facts
        rows={[
          { key: "name", term: t("name"), value: <bdi>{name}</bdi> },
          { key: "apiUrl", term: t("apiUrl"), value: apiUrl ?? tCommon("none") },
        ]}
      />
    </div>
  );
}

/** What the company is called, and where its own API answers. */
export default page(async (ctx) => {
  const [t, company] = await Promise.all([getTranslations("general"), readCompany(ctx)]);
  const role = ctx.actor.kind === "person" ? ctx.actor.membership?.role : undefined;
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader title={t("title")} intro={t("intro")} />
      <div className="space-y-5">
        <Panel title={t("company")}>
          {role && roleMay(role, "company:write") ? <CompanyForm {...company} /> : <CompanyFacts {...company} />}
        </Panel>
        <Panel title={t("identifiers")}>
          <Facts
            rows={[
              {
                key: "id",
                term: t("id"),
                value: (
                  <span className="flex flex-wrap items-center gap-2">
                    <code className="break-all font-mono text-13">{company.id}</code>
                    <CopyButton value={company.id} label={t("copyId")} />
                  </span>
                ),
              },
              { key: "created", term: t("created"), value: <Exactly at={company.createdAt} /> },
            ]}
          />
        </Panel>
      </div>
    </>
  );
});
