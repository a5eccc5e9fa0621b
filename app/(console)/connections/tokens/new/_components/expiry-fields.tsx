import { useFormatter, useTranslations } from "next-intl";
import { FieldGroup, RadioCard, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import type { TokenForm } from "@/lib/tokens/personal/form";
import { dayText } from "./day";

type Props = { form: Pick<TokenForm, "expiries" | "firstDay" | "lastDay" | "zone">; chosen: string };

/** When the token ends: each choice with its last day. What a choice asks for opens below, by CSS alone. */
export function ExpiryFields({ form: { expiries, firstDay, lastDay, zone }, chosen }: Props) {
  const t = useTranslations("tokens.form");
  const inWords = dayText(useFormatter());
  const presets = expiries.filter(({ value }) => value !== "none");
  return (
    <div className="space-y-3">
      <FieldGroup name="expires" legend={t("expires")} hint={t("expiresHint", { zone })}>
        <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          {presets.map(({ value, lastDay: last }) => (
            <RadioCard
              key={value}
              name="expires"
              value={value}
              label={value === "365" ? t("oneYear") : t("days", { count: Number(value) })}
              hint={last && t("until", { day: inWords(last) })}
              defaultChecked={value === chosen}
            />
          ))}
          <RadioCard name="expires" value="date" label={t("onDate")} hint={t("onDateHint")} />
          <RadioCard
            name="expires"
            value="none"
            label={t("noEnd")}
            hint={t("noEndHint")}
            defaultChecked={chosen === "none"}
          />
        </div>
      </FieldGroup>
      <div className="hidden max-w-60 group-has-[#field-expires-date:checked]/form:block">
        <TextField
          name="expiresOn"
          label={t("expiresOn")}
          hint={t("expiresOnHint")}
          type="date"
          min={firstDay}
          max={lastDay}
        />
      </div>
      <div className="hidden group-has-[#field-expires-none:checked]/form:block">
        <Notice kind="warning">{t("noEndWarning")}</Notice>
      </div>
    </div>
  );
}
