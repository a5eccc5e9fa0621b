import clsx from "clsx";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ParameterValues } from "@/components/ui/parameter-values";
import type { ConsentField } from "@/lib/oauth/consent";
import { Problem } from "./problem";

/** What stands below a field or a set of choices, and the ids by which it is tied to them. */
const idOf = (name: string): string => `field-${encodeURIComponent(name)}`;
const INPUTS = { text: "text", number: "text", date: "date" } as const;

const card =
  "flex min-h-11 items-center gap-3 rounded-control border border-line-strong bg-page px-3 py-2 has-checked:border-brass has-checked:bg-brass-wash";

type OptionProps = { name: string; value: string; type: "checkbox" | "radio"; isChosen: boolean; children: ReactNode };

const Option = ({ isChosen, children, ...input }: OptionProps) => (
  <label className={card}>
    <input {...input} defaultChecked={isChosen} />
    <span className="min-w-0 break-words">{children}</span>
  </label>
);

async function Choices({ field }: { field: ConsentField }) {
  const [t, locale] = await Promise.all([getTranslations("consent"), getLocale()]);
  const { name, kind, names, choices, isRequired, typed, problem } = field;
  const problemId = problem ? `${idOf(name)}-problem` : undefined;
  return (
    <fieldset aria-describedby={problemId}>
      <legend className="mb-1.5 font-semibold text-13">{names[locale]}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {choices.map((choice) => (
          <Option
            key={choice.value}
            type={kind === "list" ? "checkbox" : "radio"}
            name={choice.name}
            value={kind === "list" ? "on" : choice.value}
            isChosen={choice.isChosen}
          >
            {choice.names[locale]}
          </Option>
        ))}
        {kind === "choice" && !isRequired && (
          <Option type="radio" name={name} value="" isChosen={typed === ""}>
            {t("notStated")}
          </Option>
        )}
      </div>
      <Problem id={problemId} problem={problem} />
    </fieldset>
  );
}

async function Typed({ field }: { field: ConsentField & { kind: keyof typeof INPUTS } }) {
  const [t, locale] = await Promise.all([getTranslations("consent"), getLocale()]);
  const { name, kind, names, isRequired, typed, problem } = field;
  const id = idOf(name);
  const problemId = problem ? `${id}-problem` : undefined;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-semibold text-13">
        {names[locale]} {!isRequired && <span className="font-normal text-ink-3">{t("optionalField")}</span>}
      </label>
      <input
        id={id}
        name={name}
        type={INPUTS[kind]}
        inputMode={kind === "number" ? "decimal" : undefined}
        defaultValue={typed}
        autoComplete="off"
        aria-invalid={problem ? true : undefined}
        aria-describedby={problemId}
        className={clsx("control", kind !== "text" && "max-w-60")}
      />
      <Problem id={problemId} problem={problem} />
    </div>
  );
}

const isTyped = (field: ConsentField): field is ConsentField & { kind: keyof typeof INPUTS } => field.kind in INPUTS;

/** What a context asks to be told: what the client has settled as text, the rest for the person to choose or type. */
export function ParameterFields({ fields }: { fields: readonly ConsentField[] }) {
  const open = fields.filter(({ fixed }) => fixed === null);
  return (
    <>
      <ParameterValues values={fields.flatMap(({ fixed }) => fixed ?? [])} />
      {open.length > 0 && (
        <div className="mt-3 space-y-4">
          {open.map((field) =>
            isTyped(field) ? <Typed key={field.name} field={field} /> : <Choices key={field.name} field={field} />,
          )}
        </div>
      )}
    </>
  );
}
