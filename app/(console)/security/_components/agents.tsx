import { useTranslations } from "next-intl";
import { FieldGroup, RadioCard, SelectField, TextArea } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Facts, Panel } from "@/components/ui/layout";
import type { Security } from "@/lib/companies/security/read";
import { AGENT_POLICIES } from "@/lib/companies/security/schema";
import { saveAgents } from "../actions";

type Props = { security: Security; groups: { id: string; name: string }[]; mayChange: boolean };

function AgentsForm({ security, groups }: Omit<Props, "mayChange">) {
  const t = useTranslations("security.agents");
  const tCommon = useTranslations("common");
  const labels = { agentPolicy: t("policy"), agentHosts: t("hosts"), agentGroupId: t("group") };
  return (
    <ActionForm action={saveAgents} labels={labels} className="max-w-[640px] space-y-5">
      <FieldGroup name="agentPolicy" legend={labels.agentPolicy} className="space-y-2">
        {AGENT_POLICIES.map((policy) => (
          <RadioCard
            key={policy}
            name="agentPolicy"
            value={policy}
            label={t(`policies.${policy}.label`)}
            hint={t(`policies.${policy}.hint`)}
            defaultChecked={security.agentPolicy === policy}
          />
        ))}
      </FieldGroup>
      <TextArea
        name="agentHosts"
        label={labels.agentHosts}
        hint={t("hostsHint")}
        optional
        rows={4}
        className="font-mono"
        defaultValue={security.agentHosts.join("\n")}
        autoCapitalize="none"
        spellCheck={false}
      />
      <SelectField
        name="agentGroupId"
        label={labels.agentGroupId}
        hint={t("groupHint")}
        placeholder={t("noGroup")}
        choices={groups.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={security.agentGroup?.id ?? ""}
      />
      <SubmitButton>{tCommon("save")}</SubmitButton>
    </ActionForm>
  );
}

function AgentsFacts({ agentPolicy, agentHosts, agentGroup }: Security) {
  const t = useTranslations("security.agents");
  const hosts = agentHosts.length > 0 ? agentHosts.join(", ") : t("noGroup");
  return (
    <Facts
      rows={[
        { key: "policy", term: t("policy"), value: t(`policies.${agentPolicy}.label`) },
        { key: "hosts", term: t("hosts"), value: hosts },
        { key: "group", term: t("group"), value: agentGroup ? <bdi>{agentGroup.name}</bdi> : t("noGroup") },
      ]}
    />
  );
}

/** Which applications that describe themselves may ask, and how far they get. */
export function Agents({ security, groups, mayChange }: Props) {
  const t = useTranslations("security.agents");
  return (
    <Panel title={t("title")} intro={t("intro")}>
      {mayChange ? <AgentsForm security={security} groups={groups} /> : <AgentsFacts {...security} />}
    </Panel>
  );
}
