import { useTranslations } from "next-intl";
import { FieldGroup, RadioCard } from "@/components/ui/fields";
import { Panel } from "@/components/ui/layout";
import { FOR_PEOPLE } from "./client-fields";

/** How a new client gets tokens. The choice that asks for more is made beforehand, so that a wrong one shows itself. */
export function GrantTypeFields() {
  const t = useTranslations("clients");
  const tCommon = useTranslations("common");
  return (
    <Panel title={t("form.howTitle")}>
      <div className="flex flex-col gap-5">
        <FieldGroup name="grantType" legend={t("form.grantType")} hint={t("form.grantTypeHint")}>
          <div className="grid gap-2 lg:grid-cols-2">
            <RadioCard
              name="grantType"
              value="authorization_code"
              label={tCommon("grantTypes.authorization_code")}
              hint={t("form.codeHint")}
              defaultChecked
            />
            <RadioCard
              name="grantType"
              value="client_credentials"
              label={tCommon("grantTypes.client_credentials")}
              hint={t("form.ownHint")}
            />
          </div>
        </FieldGroup>
        <FieldGroup name="isPublic" legend={t("form.kind")} hint={t("form.kindHint")} className={FOR_PEOPLE}>
          <div className="grid gap-2 lg:grid-cols-2">
            <RadioCard
              name="isPublic"
              value="false"
              label={t("form.server")}
              hint={t("form.serverHint")}
              defaultChecked
            />
            <RadioCard name="isPublic" value="true" label={t("form.app")} hint={t("form.appHint")} />
          </div>
        </FieldGroup>
      </div>
    </Panel>
  );
}
