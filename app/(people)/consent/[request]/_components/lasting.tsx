import { Undo2 } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { local } from "@/lib/base-path";

type Props = { isShort: boolean; shortEndsAt: Date };

type WayProps = { value: string; isChosen: boolean; children: ReactNode };

const Way = ({ value, isChosen, children }: WayProps) => (
  <label className="flex min-h-11 gap-3 rounded-control border border-line-strong bg-page p-3 has-checked:border-brass has-checked:bg-brass-wash">
    <input type="radio" name="lasting" value={value} defaultChecked={isChosen} />
    <span className="min-w-0">{children}</span>
  </label>
);

/** For how long, and where it can be taken back. */
export async function Lasting({ isShort, shortEndsAt }: Props) {
  const [t, format] = await Promise.all([getTranslations("consent"), getFormatter()]);
  return (
    <section className="rounded-panel border border-line bg-panel p-4 md:p-5">
      <fieldset>
        <legend className="mb-4 font-semibold text-16">{t("lasting")}</legend>
        <div className="grid gap-3 sm:grid-cols-2">
          <Way value="until-taken-back" isChosen={!isShort}>
            <span className="block font-semibold">{t("untilTakenBack")}</span>
          </Way>
          <Way value="week" isChosen={isShort}>
            <span className="block font-semibold">{t("week")}</span>
            <span className="block text-13 text-ink-2">
              {t("weekHint", { date: format.dateTime(shortEndsAt, { dateStyle: "long" }) })}
            </span>
          </Way>
        </div>
      </fieldset>
      <p className="mt-4 flex gap-3 text-ink-2">
        <Undo2 size={18} aria-hidden="true" className="mt-px shrink-0 text-ink-3" />
        <span>
          {t.rich("takeBack", {
            link: (label) => (
              <a href={local("/account/apps")} target="_blank" rel="noopener" className="underline">
                {label}
              </a>
            ),
          })}
        </span>
      </p>
    </section>
  );
}
