import { useFormatter, useNow, useTranslations } from "next-intl";
import { FieldGroup, RadioCard, TextField } from "@/components/ui/fields";
import type { SecretView } from "@/lib/clients/read";
import { olderEndsAt } from "@/lib/clients/rules";

const CHOICES = ["24h", "7d", "1h", "now", "quiet", "none"] as const;
const QUIET_DAYS = 14;

/** When the older secret ends, each choice with its instant, after what is known of its use. */
export function OlderEnds({ older: { hint, lastUsedAt, expiresAt } }: { older: SecretView }) {
  const t = useTranslations("clients.newSecret");
  const format = useFormatter();
  const now = useNow();
  const used = lastUsedAt
    ? t("olderUsed", { hint, when: format.relativeTime(lastUsedAt, now) })
    : t("olderUnused", { hint });
  const hintOf = (choice: (typeof CHOICES)[number]) => {
    if (choice === "quiet" || choice === "none") return t(`${choice}Hint`);
    const end = olderEndsAt(choice, expiresAt, now);
    return choice === "now" || !end
      ? t("nowHint")
      : t("until", { time: format.dateTime(end, { dateStyle: "medium", timeStyle: "short" }) });
  };
  return (
    <>
      <FieldGroup name="olderEnds" legend={t("older")} hint={used}>
        <div className="grid gap-2 sm:grid-cols-2">
          {CHOICES.map((choice) => (
            <RadioCard
              key={choice}
              name="olderEnds"
              value={choice}
              label={t(choice)}
              hint={hintOf(choice)}
              defaultChecked={choice === "24h"}
            />
          ))}
        </div>
      </FieldGroup>
      <div className="hidden max-w-md group-has-[[value=quiet]:checked]/form:block">
        <TextField
          name="quietDays"
          label={t("quietDays")}
          hint={t("quietDaysHint")}
          type="number"
          min={1}
          max={90}
          defaultValue={QUIET_DAYS}
        />
      </div>
    </>
  );
}
