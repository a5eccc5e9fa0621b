import { useTranslations } from "next-intl";
import { FieldGroup, RadioCard } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Facts, Panel } from "@/components/ui/layout";
import type { Security } from "@/lib/companies/security/read";
import { REGISTRATION_POLICIES } from "@/lib/companies/security/schema";
import { saveRegistration } from "../actions";

type Props = Pick<Security, "registrationPolicy">;

function RegistrationForm({ registrationPolicy }: Props) {
  const t = useTranslations("security.registration");
  const tCommon = useTranslations("common");
  const labels = { registrationPolicy: t("policy") };
  return (
    <ActionForm action={saveRegistration} labels={labels} className="max-w-[640px] space-y-4">
      <FieldGroup name="registrationPolicy" legend={labels.registrationPolicy} className="space-y-2">
        {REGISTRATION_POLICIES.map((policy) => (
          <RadioCard
            key={policy}
            name="registrationPolicy"
            value={policy}
            label={t(`policies.${policy}.label`)}
            hint={t(`policies.${policy}.hint`)}
            defaultChecked={registrationPolicy === policy}
          />
        ))}
      </FieldGroup>
      <SubmitButton>{tCommon("save")}</SubmitButton>
    </ActionForm>
  );
}

/** Whether applications may register themselves. */
export function Registration({ registrationPolicy, mayChange }: Props & { mayChange: boolean }) {
  const t = useTranslations("security.registration");
  const value = t(`policies.${registrationPolicy}.label`);
  return (
    <Panel title={t("title")} intro={t("intro")}>
      {mayChange ? (
        <RegistrationForm registrationPolicy={registrationPolicy} />
      ) : (
        <Facts rows={[{ key: "policy", term: t("policy"), value }]} />
      )}
    </Panel>
  );
}
