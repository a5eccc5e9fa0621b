import { useTranslations } from "next-intl";
import { FieldGroup, RadioCard } from "@/components/ui/fields";
import type { ApiChoices } from "@/lib/tokens/personal/form";
import { ContextFields } from "./context-fields";
import type { Prefill } from "./prefill";

type Props = { apis: ApiChoices[]; prefill: Pick<Prefill, "access" | "scopes"> };

/** What the token may do. The contexts are there when they are asked for, by CSS alone. */
export function AccessFields({ apis, prefill: { access, scopes } }: Props) {
  const t = useTranslations("tokens.form");
  return (
    <>
      <FieldGroup name="access" legend={t("access")}>
        <div className="grid gap-2 md:grid-cols-2">
          <RadioCard
            name="access"
            value="general"
            label={t("general")}
            hint={t("generalHint")}
            defaultChecked={access === "general"}
          />
          <RadioCard
            name="access"
            value="custom"
            label={t("custom")}
            hint={t("customHint")}
            defaultChecked={access === "custom"}
          />
        </div>
      </FieldGroup>
      <div className="hidden group-has-[#field-access-custom:checked]/form:block">
        <ContextFields apis={apis} ticked={new Set(scopes)} />
      </div>
    </>
  );
}
