import { getMessages, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { PageHeader } from "@/components/ui/layout";
import { clientForm } from "@/lib/clients/form";
import { readClient } from "@/lib/clients/read";
import { clientIdSchema } from "@/lib/clients/schema";
import { page } from "@/lib/doors/page";
import { Refusal } from "@/lib/errors";
import { AdvancedFields } from "../../_components/advanced-fields";
import { AboutFields, AccessFields, CallbackFields, clientLabels } from "../../_components/client-fields";
import { SeenVersion } from "../../_components/seen-version";
import { changeClient } from "../../actions";

/** One OAuth user's settings, from the version that the editor sees. */
export default page(async (ctx, { params }) => {
  const asked = clientIdSchema.safeParse(params);
  if (!asked.success) throw new Refusal("not_found");
  const [client, { groups, apis }, t, tForm, tCommon, { ui }] = await Promise.all([
    readClient(ctx, asked.data),
    clientForm(ctx),
    getTranslations("clients"),
    getTranslations("clients.form"),
    getTranslations("common"),
    getMessages(),
  ]);
  if (client.removedAt) throw new Refusal("not_found");
  const detail = `/connections/oauth-users/${client.id}`;
  return (
    <div className="max-w-3xl">
      <Title text={t("edit.title", { name: client.name })} ctx={ctx} />
      <PageHeader
        title={t.rich("edit.heading", { name: client.name, n: (name) => <bdi>{name}</bdi> })}
        intro={t("edit.intro", { grantType: tCommon(`grantTypes.${client.grantType}`) })}
      />
      <ActionForm action={changeClient} labels={clientLabels(tForm)} className="group/form space-y-5">
        <input type="hidden" name="id" value={client.id} />
        <SeenVersion
          version={client.version}
          detail={detail}
          texts={{ text: t("edit.conflict"), show: t("edit.showCurrent"), again: t("edit.startAgain") }}
        />
        <AboutFields client={client} />
        {client.grantType === "authorization_code" && client.origin !== "document" && (
          <CallbackFields client={client} />
        )}
        <AccessFields client={client} groups={groups} />
        <AdvancedFields client={client} apis={apis} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{t("edit.save")}</SubmitButton>
          <LinkButton href={detail}>{ui.cancel}</LinkButton>
        </div>
      </ActionForm>
    </div>
  );
});
