import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FieldGroup, RadioCard, TextArea, TextField } from "@/components/ui/fields";
import { Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import type { Group } from "@/lib/apis/offered";
import type { ClientDetail } from "@/lib/clients/read";
import { Allowed } from "./allowed";
import { CallbackUrls } from "./callback-urls";

/** Client credentials have neither a kind nor callback URLs; the server drops what is hidden here. */
export const FOR_PEOPLE = "group-has-[[name=grantType][value^=client]:checked]/form:hidden";
/** A public client proves nothing: it neither authenticates, nor asks about tokens (RFC 7662 §2.1), nor exchanges them. */
export const CONFIDENTIAL =
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
    authMethod: t("authMethod"),
    jwks: t("jwks"),
    jwksUri: t("jwksUri"),
    additionalGrantTypes: t("additional"),
    requiresPar: t("requiresPar"),
    requiresDpop: t("requiresDpop"),
    optionalScopes: t("optional"),
    postLogoutRedirectUris: t("postLogout"),
    idTokenAlgorithm: t("idTokenAlgorithm"),
    resourceServerId: t("resourceServer"),
  };
}

export type Known = { client?: ClientDetail | undefined };

/** What a client that describes itself by a document says there is read here and changed there. */
function FromDocument({ url }: { url: string }) {
  const t = useTranslations("clients.form");
  const u = (text: ReactNode) => <span className="break-all font-mono text-13">{text}</span>;
  return <Notice>{t.rich("fromDocument", { url, u })}</Notice>;
}

function Addresses({ client }: Known) {
  const t = useTranslations("clients.form");
  const address = { type: "url", inputMode: "url", autoCapitalize: "none", spellCheck: false, optional: true } as const;
  return (
    <>
      <TextField
        name="siteUrl"
        label={t("siteUrl")}
        hint={t("siteUrlHint")}
        defaultValue={client?.siteUrl ?? undefined}
        {...address}
      />
      <TextField
        name="privacyPolicyUrl"
        label={t("privacyPolicyUrl")}
        defaultValue={client?.privacyPolicyUrl ?? undefined}
        {...address}
      />
      <TextField
        name="licenceUrl"
        label={t("licenceUrl")}
        defaultValue={client?.licenceUrl ?? undefined}
        {...address}
      />
    </>
  );
}

export function AboutFields({ client }: Known) {
  const t = useTranslations("clients.form");
  const documentUrl = client?.documentUrl ?? null;
  return (
    <Panel
      title={t("aboutTitle")}
      intro={client?.grantType !== "client_credentials" && <span className={FOR_PEOPLE}>{t("aboutIntro")}</span>}
    >
      <div className="space-y-4">
        {documentUrl !== null && <FromDocument url={documentUrl} />}
        {documentUrl === null && (
          <TextField
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            defaultValue={client?.name}
            maxLength={80}
            autoComplete="off"
          />
        )}
        <TextArea
          name="description"
          label={t("description")}
          hint={t("descriptionHint")}
          optional
          defaultValue={client?.description}
        />
        {documentUrl === null && <Addresses client={client} />}
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
