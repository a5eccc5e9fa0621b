import { useTranslations } from "next-intl";
import { CheckCard, FieldGroup, RadioCard, SelectField, TextArea, TextField } from "@/components/ui/fields";
import { Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import type { ApiChoice, Group } from "@/lib/apis/offered";
import type { ClientDetail } from "@/lib/clients/read";
import { Allowed } from "./allowed";
import { CallbackUrls } from "./callback-urls";

/** Client credentials have neither a kind nor callback URLs; the server drops what is hidden here. */
export const FOR_PEOPLE = "group-has-[[value^=client]:checked]/form:hidden";
/** Who has no secret cannot ask about tokens (RFC 7662 §2.1). */
const WITH_SECRET =
  "group-has-[[name=grantType][value^=authorization]:checked]/form:group-has-[[name=isPublic][value=true]:checked]/form:hidden";

/** The label of each field, for the fields and for the summary of problems. */
export function clientLabels(t: ReturnType<typeof useTranslations<"clients.form">>) {
  return {
    grantType: t("grantType"),
    isPublic: t("kind"),
    name: t("name"),
    description: t("description"),
    siteUrl: t("siteUrl"),
    privacyPolicyUrl: t("privacyPolicyUrl"),
    licenceUrl: t("licenceUrl"),
    redirectUris: t("callbackUrls"),
    permissionGroupId: t("group"),
    requiresPar: t("requiresPar"),
    resourceServerId: t("resourceServer"),
  };
}

type Known = { client?: ClientDetail | undefined };

export function AboutFields({ client }: Known) {
  const t = useTranslations("clients.form");
  const labels = clientLabels(t);
  const address = { type: "url", inputMode: "url", autoCapitalize: "none", spellCheck: false } as const;
  return (
    <Panel
      title={t("aboutTitle")}
      intro={client?.grantType !== "client_credentials" && <span className={FOR_PEOPLE}>{t("aboutIntro")}</span>}
    >
      <div className="space-y-4">
        <TextField
          name="name"
          label={labels.name}
          hint={t("nameHint")}
          defaultValue={client?.name}
          maxLength={80}
          autoComplete="off"
        />
        <TextArea
          name="description"
          label={labels.description}
          hint={t("descriptionHint")}
          optional
          defaultValue={client?.description}
        />
        <TextField
          name="siteUrl"
          label={labels.siteUrl}
          hint={t("siteUrlHint")}
          optional
          defaultValue={client?.siteUrl ?? undefined}
          {...address}
        />
        <TextField
          name="privacyPolicyUrl"
          label={labels.privacyPolicyUrl}
          optional
          defaultValue={client?.privacyPolicyUrl ?? undefined}
          {...address}
        />
        <TextField
          name="licenceUrl"
          label={labels.licenceUrl}
          optional
          defaultValue={client?.licenceUrl ?? undefined}
          {...address}
        />
      </div>
    </Panel>
  );
}

export function CallbackFields({ client }: Known) {
  const t = useTranslations("clients.form");
  const labels = clientLabels(t);
  const texts = {
    legend: labels.redirectUris,
    hint: t("callbackHint"),
    row: t("callbackUrl"),
    add: t("addCallbackUrl"),
  };
  return (
    <Panel title={t("callbackTitle")} className={FOR_PEOPLE}>
      <CallbackUrls texts={texts} saved={client?.redirectUris} />
    </Panel>
  );
}

/** Each group with what it allows. With one group there is nothing to choose; of several none is chosen beforehand. */
export function AccessFields({ client, groups }: Known & { groups: Group[] }) {
  const t = useTranslations("clients.form");
  const chosen = client?.group.id ?? (groups.length === 1 ? groups[0]?.id : undefined);
  return (
    <Panel title={t("accessTitle")}>
      {groups.length === 0 && <Notice kind="warning">{t("noGroups")}</Notice>}
      <FieldGroup name="permissionGroupId" legend={t("group")} hint={t("groupHint")}>
        <div className="space-y-2">
          {groups.map(({ id, name, scopes }) => (
            <RadioCard
              key={id}
              name="permissionGroupId"
              value={id}
              label={<bdi>{name}</bdi>}
              hint={scopes.length > 0 ? <Allowed scopes={scopes} /> : t("groupEmpty")}
              defaultChecked={id === chosen}
            />
          ))}
        </div>
      </FieldGroup>
    </Panel>
  );
}

export function AdvancedFields({ client, apis }: Known & { apis: ApiChoice[] }) {
  const t = useTranslations("clients.form");
  const labels = clientLabels(t);
  const isForPeople = client?.grantType !== "client_credentials";
  const canBeApi = apis.length > 0 && !client?.isPublic;
  if (!isForPeople && !canBeApi) return null;
  return (
    <details
      className={`rounded-panel border border-line bg-panel p-4 md:p-5 ${canBeApi ? "" : FOR_PEOPLE}`}
      open={Boolean(client?.requiresPar || client?.resourceServer)}
    >
      <summary className="min-h-6 text-16 font-semibold">{t("advanced")}</summary>
      <div className="mt-4 space-y-4">
        {isForPeople && (
          <div className={FOR_PEOPLE}>
            <input type="hidden" name="requiresPar" value="false" />
            <CheckCard
              name="requiresPar"
              value="true"
              label={labels.requiresPar}
              hint={t("requiresParHint")}
              defaultChecked={client?.requiresPar}
            />
          </div>
        )}
        {canBeApi && (
          <div className={WITH_SECRET}>
            <SelectField
              name="resourceServerId"
              label={labels.resourceServerId}
              hint={t("resourceServerHint")}
              placeholder={t("resourceServerNone")}
              choices={apis.map(({ id, name, audience }) => ({ value: id, label: `${name} (${audience})` }))}
              defaultValue={client?.resourceServer?.id}
            />
          </div>
        )}
      </div>
    </details>
  );
}
