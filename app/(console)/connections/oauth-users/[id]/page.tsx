import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { StatusBadge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/form";
import { PageHeader, Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { listFailures } from "@/lib/clients/failures/list";
import { type ClientDetail, readClient } from "@/lib/clients/read";
import { provesBy, samplesOf } from "@/lib/clients/samples";
import { clientIdSchema } from "@/lib/clients/schema";
import { page } from "@/lib/doors/page";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { Allowed } from "../_components/allowed";
import { Classic, ClassicBadge } from "../_components/classic";
import { ClientFacts } from "../_components/client-facts";
import { ClientMarks } from "../_components/client-marks";
import { EndSecretDialog } from "../_components/end-secret-dialog";
import { Failures } from "../_components/failures";
import { QuietSecretDialog } from "../_components/quiet-secret-dialog";
import { RemoveDialog } from "../_components/remove-dialog";
import { Samples, sampleTexts } from "../_components/samples";
import { Secrets } from "../_components/secrets";
import { approve, markChecked, switchClientOff, switchClientOn, unmarkChecked } from "../actions";

const pathOf = ({ id }: Pick<ClientDetail, "id">) => `/connections/oauth-users/${id}`;

async function Actions({ client }: { client: ClientDetail }) {
  const t = await getTranslations("clients.detail");
  const isOn = client.status === "active";
  return (
    <>
      {client.awaitsApproval && (
        <form action={approve}>
          <input type="hidden" name="id" value={client.id} />
          <SubmitButton>{t("approve")}</SubmitButton>
        </form>
      )}
      <LinkButton href={`${pathOf(client)}/edit`}>{t("edit")}</LinkButton>
      <form action={client.isVerified ? unmarkChecked : markChecked}>
        <input type="hidden" name="id" value={client.id} />
        <SubmitButton look="secondary">{client.isVerified ? t("unverify") : t("verify")}</SubmitButton>
      </form>
      <form action={isOn ? switchClientOff : switchClientOn}>
        <input type="hidden" name="id" value={client.id} />
        <SubmitButton look="secondary">{isOn ? t("disable") : t("enable")}</SubmitButton>
      </form>
      <LinkButton href={`${pathOf(client)}?confirm=remove`} scroll={false}>
        {t("remove")}
      </LinkButton>
    </>
  );
}

async function Use({ client }: { client: ClientDetail }) {
  const [t, tSamples] = await Promise.all([getTranslations("clients"), getTranslations("clients.samples")]);
  const samples = samplesOf(issuerUrl(), client);
  if (samples.length === 0) return null;
  return (
    <Panel title={t("samples.title")}>
      <Samples samples={samples} proves={provesBy(client)} texts={sampleTexts(tSamples)} />
    </Panel>
  );
}

function Question({ client, search }: { client: ClientDetail; search: Record<string, string | undefined> }) {
  const cancelHref = pathOf(client);
  if (search.confirm === "remove") return <RemoveDialog clients={[client]} cancelHref={cancelHref} />;
  const secret = client.secrets.find(({ id }) => id === search.secret);
  if (!secret) return null;
  if (search.confirm === "quiet-secret")
    return <QuietSecretDialog clientId={client.id} secret={secret} cancelHref={cancelHref} />;
  if (search.confirm !== "end-secret") return null;
  return <EndSecretDialog clientId={client.id} secret={secret} cancelHref={cancelHref} />;
}

/** One OAuth user in full: what it is, what it may do, its secrets, and how to use it. A removed one stays as history. */
export default page(async (ctx, { params, search }) => {
  const asked = clientIdSchema.safeParse(params);
  if (!asked.success) throw new Refusal("not_found");
  const [client, failures, t] = await Promise.all([
    readClient(ctx, asked.data),
    listFailures(ctx, asked.data),
    getTranslations("clients"),
  ]);
  const isLiving = client.status !== "removed";
  return (
    <>
      <Title text={client.name} ctx={ctx} />
      <PageHeader
        title={<bdi>{client.name}</bdi>}
        intro={
          client.description && <bdi className="whitespace-pre-line [overflow-wrap:anywhere]">{client.description}</bdi>
        }
        status={
          <>
            <StatusBadge status={client.status} />
            {client.isClassic && <ClassicBadge />}
            <ClientMarks client={client} />
          </>
        }
        actions={isLiving && <Actions client={client} />}
      />
      <div className="space-y-5">
        {isLiving && client.awaitsApproval && <Notice kind="warning">{t("detail.awaitsText")}</Notice>}
        {client.status === "disabled" && <Notice kind="warning">{t("detail.disabledText")}</Notice>}
        {!isLiving && <Notice>{t("detail.removedText")}</Notice>}
        <ClientFacts client={client} />
        <Panel title={t("allowed.title")} intro={t("allowed.intro", { group: client.group.name })}>
          {client.group.scopes.length > 0 ? <Allowed scopes={client.group.scopes} /> : <p>{t("form.groupEmpty")}</p>}
        </Panel>
        <Secrets client={client} now={ctx.now} />
        {isLiving && <Use client={client} />}
        {isLiving && <Classic client={client} issuer={issuerUrl()} />}
        <Failures failures={failures} />
      </div>
      {isLiving && <Question client={client} search={search} />}
    </>
  );
});
