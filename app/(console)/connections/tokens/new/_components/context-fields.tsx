import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CheckCard, FieldGroup } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import type { ApiChoices, ContextChoice, ModuleChoices } from "@/lib/tokens/personal/form";
import { Presets } from "./presets";

type Ticks = { ticked: ReadonlySet<string> };

function ContextCard({ context, ticked }: { context: ContextChoice } & Ticks) {
  const t = useTranslations("tokens");
  const locale = useLocale();
  const { key, level, names, descriptions, mayGive } = context;
  return (
    <CheckCard
      name="scopes"
      value={key}
      label={names[locale]}
      hint={
        <>
          <span className="block">{descriptions[locale]}</span>
          <span className="block text-ink-3">
            <code className="break-all font-mono text-12">{key}</code> · {t(`levels.${level}`)}
          </span>
          {!mayGive && <span className="block">{t("form.notYours")}</span>}
        </>
      }
      defaultChecked={mayGive && ticked.has(key)}
      disabled={!mayGive}
    />
  );
}

function ModuleFields({ of: { module, contexts }, ticked }: { of: ModuleChoices } & Ticks) {
  const locale = useLocale();
  const cards = (
    <div className="grid gap-2 md:grid-cols-2">
      {contexts.map((context) => (
        <ContextCard key={context.key} context={context} ticked={ticked} />
      ))}
    </div>
  );
  if (!module) return cards;
  return (
    <fieldset>
      <legend className="mb-1.5 font-semibold text-13 text-ink-3">{module.names[locale]}</legend>
      {cards}
    </fieldset>
  );
}

const contextsOf = (apis: ApiChoices[]): ContextChoice[] =>
  apis.flatMap(({ modules }) => modules.flatMap(({ contexts }) => contexts));

type ApiProps = { of: ApiChoices; warning?: ReactNode } & Ticks;

const ApiFields = ({ of: { api, modules }, warning, ticked }: ApiProps) => (
  <fieldset className="space-y-4">
    <legend className="mb-2 text-16 font-semibold">
      <bdi>{api.name}</bdi>
    </legend>
    {warning && <Notice kind="warning">{warning}</Notice>}
    {modules.map((ofModule) => (
      <ModuleFields key={ofModule.module?.key ?? ""} of={ofModule} ticked={ticked} />
    ))}
  </fieldset>
);

/** The contexts by API and module; those that open the administration of Postern stand by themselves, last. */
export function ContextFields({ apis, ticked }: { apis: ApiChoices[] } & Ticks) {
  const t = useTranslations("tokens.form");
  const isAdmin = ({ modules }: ApiChoices) => modules.some(({ contexts }) => contexts.some((one) => one.isAdmin));
  const own = apis.filter((api) => !isAdmin(api));
  const admin = apis.filter(isAdmin);
  const givable = contextsOf(own).filter(({ mayGive }) => mayGive);
  const keysOf = (contexts: ContextChoice[]) => contexts.map(({ key }) => key);
  return (
    <FieldGroup name="scopes" legend={t("contexts")} hint={t("contextsHint")}>
      <div className="space-y-6">
        {givable.length > 1 && (
          <Presets
            label={t("presets")}
            governed={keysOf(givable)}
            presets={[
              { label: t("presetNone"), keys: [] },
              { label: t("presetRead"), keys: keysOf(givable.filter(({ level }) => level === "read")) },
              { label: t("presetAll"), keys: keysOf(givable) },
            ]}
          />
        )}
        {own.map((api) => (
          <ApiFields key={api.api.id} of={api} ticked={ticked} />
        ))}
        {admin.map((api) => (
          <ApiFields key={api.api.id} of={api} ticked={ticked} warning={t("adminWarning")} />
        ))}
      </div>
    </FieldGroup>
  );
}
