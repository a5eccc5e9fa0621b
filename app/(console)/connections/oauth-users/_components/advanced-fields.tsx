import { useLocale, useTranslations } from "next-intl";
import { CheckCard, FieldGroup, SelectField, TextArea, TextField } from "@/components/ui/fields";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import type { ApiChoice } from "@/lib/apis/offered";
import { AUTH_METHODS } from "@/lib/clients/authentication";
import { ID_TOKEN_ALGORITHMS } from "@/lib/clients/schema";
import { CONFIDENTIAL, FOR_PEOPLE, type Known } from "./client-fields";

/** Keys are asked for once a key is chosen. An underscore in the selector would become a space. */
const WITH_KEY = "hidden group-has-[option[value^=private]:checked]/form:block";

function AuthenticationFields({ client }: Known) {
  const t = useTranslations("clients.form");
  return (
    <div className={`space-y-4 ${CONFIDENTIAL}`}>
      <SelectField
        name="authMethod"
        label={t("authMethod")}
        hint={t("authMethodHint")}
        choices={AUTH_METHODS.map((value) => ({ value, label: t(value) }))}
        defaultValue={client?.authMethod}
      />
      <div className={`space-y-4 ${WITH_KEY}`}>
        <TextArea
          name="jwks"
          label={t("jwks")}
          hint={t("jwksHint")}
          rows={8}
          defaultValue={client?.jwks ? JSON.stringify(client.jwks, null, 2) : undefined}
          spellCheck={false}
          autoCapitalize="none"
          className="font-mono text-13"
        />
        <TextField
          name="jwksUri"
          label={t("jwksUri")}
          hint={t("jwksUriHint")}
          defaultValue={client?.jwksUri ?? undefined}
          type="url"
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
        />
      </div>
    </div>
  );
}

/** Beside the grant type that it was made for. */
function GrantTypeBoxes({ client, isForPeople, isConfidential }: Known & Shown) {
  const t = useTranslations("clients.form");
  const name = "additionalGrantTypes";
  const has = (type: typeof DEVICE_CODE | typeof TOKEN_EXCHANGE) => client?.additionalGrantTypes.includes(type);
  return (
    <FieldGroup name={name} legend={t("additional")}>
      <input type="hidden" name={name} value="" />
      <div className="space-y-2">
        {isForPeople && (
          <div className={FOR_PEOPLE}>
            <CheckCard
              name={name}
              value={DEVICE_CODE}
              label={t("device")}
              hint={t("deviceHint")}
              defaultChecked={has(DEVICE_CODE)}
            />
          </div>
        )}
        {isConfidential && (
          <div className={CONFIDENTIAL}>
            <CheckCard
              name={name}
              value={TOKEN_EXCHANGE}
              label={t("exchange")}
              hint={t("exchangeHint")}
              defaultChecked={has(TOKEN_EXCHANGE)}
            />
          </div>
        )}
      </div>
    </FieldGroup>
  );
}

type SwitchProps = { name: "requiresPar" | "requiresDpop"; isOn: boolean | undefined; className?: string };

function Switch({ name, isOn, className }: SwitchProps) {
  const t = useTranslations("clients.form");
  return (
    <div className={className}>
      <input type="hidden" name={name} value="false" />
      <CheckCard name={name} value="true" label={t(name)} hint={t(`${name}Hint`)} defaultChecked={isOn} />
    </div>
  );
}

/** Of the group that is saved: another one is chosen first and saved, so that it works without JavaScript. */
function OptionalScopes({ client }: { client: NonNullable<Known["client"]> }) {
  const t = useTranslations("clients.form");
  const locale = useLocale();
  if (client.group.scopes.length === 0) return null;
  return (
    <FieldGroup name="optionalScopes" legend={t("optional")} hint={t("optionalHint")}>
      <input type="hidden" name="optionalScopes" value="" />
      <div className="grid gap-2 sm:grid-cols-2">
        {client.group.scopes.map(({ id, key, descriptions }) => (
          <CheckCard
            key={id}
            name="optionalScopes"
            value={key}
            label={descriptions[locale]}
            hint={<code className="font-mono text-12">{key}</code>}
            defaultChecked={client.optionalScopes.includes(key)}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

function SignInFields({ client }: Known) {
  const t = useTranslations("clients.form");
  return (
    <div className={`space-y-4 ${FOR_PEOPLE}`}>
      {client?.origin !== "document" && (
        <TextArea
          name="postLogoutRedirectUris"
          label={t("postLogout")}
          hint={t("postLogoutHint")}
          optional
          defaultValue={client?.postLogoutRedirectUris.join("\n")}
          spellCheck={false}
          autoCapitalize="none"
          className="font-mono"
        />
      )}
      <SelectField
        name="idTokenAlgorithm"
        label={t("idTokenAlgorithm")}
        hint={t("idTokenAlgorithmHint")}
        choices={ID_TOKEN_ALGORITHMS.map((value) => ({ value, label: value }))}
        defaultValue={client?.idTokenAlgorithm}
      />
    </div>
  );
}

function ApiField({ client, apis }: Known & { apis: ApiChoice[] }) {
  const t = useTranslations("clients.form");
  return (
    <div className={CONFIDENTIAL}>
      <SelectField
        name="resourceServerId"
        label={t("resourceServer")}
        hint={t("resourceServerHint")}
        placeholder={t("resourceServerNone")}
        choices={apis.map(({ id, name, audience }) => ({ value: id, label: `${name} (${audience})` }))}
        defaultValue={client?.resourceServer?.id}
      />
    </div>
  );
}

type Shown = { isForPeople: boolean; isConfidential: boolean };

/** Whether anything in there is other than it is for most. */
const isUsed = ({ client }: Known): boolean =>
  client !== undefined &&
  (client.requiresPar ||
    client.requiresDpop ||
    client.resourceServer !== null ||
    client.authMethod !== "client_secret" ||
    client.idTokenAlgorithm !== "RS256" ||
    [client.additionalGrantTypes, client.optionalScopes, client.postLogoutRedirectUris].some(
      (list) => list.length > 0,
    ));

/** What most clients leave as it is, behind one summary. */
export function AdvancedFields({ client, apis }: Known & { apis: ApiChoice[] }) {
  const t = useTranslations("clients.form");
  const isForPeople = client?.grantType !== "client_credentials";
  const isConfidential = !client?.isPublic;
  return (
    <details className="rounded-panel border border-line bg-panel p-4 md:p-5" open={isUsed({ client })}>
      <summary className="min-h-6 text-16 font-semibold">{t("advanced")}</summary>
      <div className="mt-4 space-y-5">
        {isConfidential && client?.origin !== "document" && <AuthenticationFields client={client} />}
        <GrantTypeBoxes client={client} isForPeople={isForPeople} isConfidential={isConfidential} />
        {isForPeople && <Switch name="requiresPar" isOn={client?.requiresPar} className={FOR_PEOPLE} />}
        <Switch name="requiresDpop" isOn={client?.requiresDpop} />
        {isForPeople && client && <OptionalScopes client={client} />}
        {isForPeople && <SignInFields client={client} />}
        {isConfidential && apis.length > 0 && <ApiField client={client} apis={apis} />}
      </div>
    </details>
  );
}
