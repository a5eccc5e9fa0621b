import { useTranslations } from "next-intl";
import { CheckCard } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Facts, Panel } from "@/components/ui/layout";
import { saveAdvanced } from "../actions";

type Props = { isOn: boolean; mayChange: boolean; overAge: { limited: number; ending: number } };

/** The switch, and what it would do before it is thrown. */
export function Advanced({ isOn, mayChange, overAge }: Props) {
  const t = useTranslations("security.advanced");
  const tCommon = useTranslations("common");
  return (
    <Panel title={t("title")} intro={t("intro")}>
      {mayChange ? (
        <ActionForm
          action={saveAdvanced}
          labels={{ hasAdvancedSecurity: t("switch") }}
          className="max-w-[640px] space-y-4"
        >
          <CheckCard
            name="hasAdvancedSecurity"
            value="true"
            label={t("switch")}
            hint={isOn ? undefined : t("dryRun", overAge)}
            defaultChecked={isOn}
          />
          <SubmitButton>{tCommon("save")}</SubmitButton>
        </ActionForm>
      ) : (
        <Facts rows={[{ key: "switch", term: t("switch"), value: isOn ? t("on") : t("off") }]} />
      )}
    </Panel>
  );
}
