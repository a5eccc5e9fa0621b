import clsx from "clsx";
import { Eye, Pencil, X } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import type { FieldError } from "@/lib/errors";
import type { ConsentScope } from "@/lib/oauth/consent";
import { ParameterFields } from "./parameter-fields";
import { Problem } from "./problem";

const LEVELS = { write: { Icon: Pencil, tint: "text-ochre" }, read: { Icon: Eye, tint: "text-slate" } } as const;

/** One context as a sentence with its level, a box where it may be left out, and what it asks to be told. */
async function Ability({ scope }: { scope: ConsentScope }) {
  const [t, locale] = await Promise.all([getTranslations("consent.levels"), getLocale()]);
  const { level, descriptions, optional, fields } = scope;
  const { Icon, tint } = LEVELS[level];
  const sentence = (
    <>
      <span className="block break-words">{descriptions[locale]}</span>
      <span className={clsx("block font-semibold text-12", tint)}>{t(level)}</span>
    </>
  );
  return (
    <li className="flex gap-3 py-3 first:pt-0 last:pb-0">
      {!optional && <Icon size={18} aria-hidden="true" className={clsx("mt-px shrink-0", tint)} />}
      <div className="min-w-0 grow">
        {optional ? (
          <label className="flex min-h-6 gap-3">
            <input
              type="checkbox"
              name={optional.name}
              value="on"
              defaultChecked={optional.isTicked}
              className="mt-px"
            />
            <Icon size={18} aria-hidden="true" className={clsx("mt-px shrink-0", tint)} />
            <span className="min-w-0">{sentence}</span>
          </label>
        ) : (
          <p>{sentence}</p>
        )}
        <div className={clsx(optional && "pl-[60px]")}>
          <ParameterFields fields={fields} />
        </div>
      </div>
    </li>
  );
}

/** Contexts by the API that they belong to. */
function ByApi({ scopes }: { scopes: readonly ConsentScope[] }) {
  const apis = [...new Set(scopes.map(({ apiName }) => apiName))];
  return (
    <div className="space-y-5">
      {apis.map((api) => (
        <div key={api}>
          <h3 className="mb-2 break-words text-13 text-ink-3">
            <bdi>{api}</bdi>
          </h3>
          <ul className="divide-y divide-line">
            {scopes
              .filter(({ apiName }) => apiName === api)
              .map((scope) => (
                <Ability key={scope.key} scope={scope} />
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

const hasProblem = ({ fields }: ConsentScope): boolean => fields.some(({ problem }) => problem !== null);

type Props = { scopes: readonly ConsentScope[]; includeProblem: FieldError | null };

/** What it will be able to do, what changes data first; what was allowed before stands folded below what is new. */
export async function Abilities({ scopes, includeProblem }: Props) {
  const t = await getTranslations("consent");
  const fresh = scopes.filter(({ isAllowed }) => !isAllowed);
  const shown = fresh.length > 0 ? fresh : scopes;
  const held = fresh.length > 0 ? scopes.filter(({ isAllowed }) => isAllowed) : [];
  const certain = shown.filter(({ optional }) => !optional);
  const optional = shown.filter((scope) => scope.optional);
  return (
    <>
      {(certain.length > 0 || held.length > 0) && (
        <section className="rounded-panel border border-line bg-panel p-4 md:p-5">
          <h2 className="mb-4 text-16">{held.length > 0 && certain.length > 0 ? t("canAlso") : t("can")}</h2>
          <ByApi scopes={certain} />
          {held.length > 0 && (
            <details
              open={held.some(hasProblem)}
              className={clsx(certain.length > 0 && "mt-4 border-line border-t pt-3")}
            >
              <summary className="min-h-6 font-semibold text-13 text-brass">
                {t("alreadyAllowed", { count: held.length })}
              </summary>
              <div className="mt-3">
                <ByApi scopes={held} />
              </div>
            </details>
          )}
        </section>
      )}
      {optional.length > 0 && (
        <section className="rounded-panel border border-line bg-panel p-4 md:p-5">
          <fieldset aria-describedby={includeProblem ? "include-problem" : undefined}>
            <legend className="font-semibold text-16">{t("canAsk")}</legend>
            <p className="mb-4 text-13 text-ink-2">{t("canAskHint")}</p>
            <ByApi scopes={optional} />
            <Problem id="include-problem" problem={includeProblem} />
          </fieldset>
        </section>
      )}
    </>
  );
}

/** What no application can, whatever it is allowed. */
export async function Limits() {
  const t = await getTranslations("consent");
  return (
    <section className="px-4 md:px-5">
      <h2 className="mb-2 text-16">{t("cannot")}</h2>
      <ul className="space-y-1.5 text-ink-2">
        {[t("notPassword"), t("notMore")].map((text) => (
          <li key={text} className="flex gap-3">
            <X size={18} aria-hidden="true" className="mt-px shrink-0 text-ink-3" />
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
