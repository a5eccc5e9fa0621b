import { getMessages, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/form";
import { PageHeader } from "@/components/ui/layout";
import { readClient } from "@/lib/clients/read";
import { isLiveSecret } from "@/lib/clients/rules";
import { clientIdSchema } from "@/lib/clients/schema";
import { page } from "@/lib/doors/page";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { NewSecretForm } from "../../_components/new-secret-form";
import { OlderEnds } from "../../_components/older-ends";

/** A second secret, and when the first one ends. */
export default page(async (ctx, { params }) => {
  const asked = clientIdSchema.safeParse(params);
  if (!asked.success) throw new Refusal("not_found");
  const [client, t, { clients, ui }] = await Promise.all([
    readClient(ctx, asked.data),
    getTranslations("clients"),
    getMessages(),
  ]);
  if (client.removedAt || client.isPublic || client.authMethod !== "client_secret") throw new Refusal("not_found");
  const older = client.secrets.find((secret) => isLiveSecret(secret, ctx.now));
  const detail = `/connections/oauth-users/${client.id}`;
  const labels = { olderEnds: t("newSecret.older"), quietDays: t("newSecret.quietDays") };
  return (
    <div className="max-w-3xl">
      <Title text={`${t("newSecret.title")} · ${client.name}`} ctx={ctx} />
      <PageHeader
        title={t("newSecret.title")}
        intro={t.rich("newSecret.intro", {
          name: client.name,
          n: (name) => <bdi className="font-semibold text-ink">{name}</bdi>,
        })}
      />
      <NewSecretForm
        labels={labels}
        clientKey={client.key}
        issuer={issuerUrl()}
        detail={detail}
        texts={{ ...clients.created, ...clients.newSecret }}
      >
        <input type="hidden" name="id" value={client.id} />
        {older && <OlderEnds older={older} />}
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{t("newSecret.add")}</SubmitButton>
          <LinkButton href={detail}>{ui.cancel}</LinkButton>
        </div>
      </NewSecretForm>
    </div>
  );
});
