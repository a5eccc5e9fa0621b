import type { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { classicExchange, classicLink, classicRefresh } from "@/lib/clients/classic-samples";

const STEPS = ["link", "exchange", "refresh"] as const;
type Step = (typeof STEPS)[number];
export type StepTexts = { secretHint: string } & Record<Step, { name: string; intro: string; copy: string }>;

/** Finished texts, because the steps are shown in the browser's part of a form too. */
export function stepTexts(t: ReturnType<typeof useTranslations<"classic.steps">>): StepTexts {
  const step = (key: Step) => ({ name: t(`${key}Name`), intro: t(key), copy: t("copy", { name: t(`${key}Name`) }) });
  return { secretHint: t("secretHint"), link: step("link"), exchange: step("exchange"), refresh: step("refresh") };
}

type Props = { issuer: string; clientKey: string; redirectUri: string; texts: StepTexts };

/** The documented requests of the classic flow: the ready link, the exchange and the refresh. */
export function ClassicSteps({ issuer, clientKey: key, redirectUri, texts }: Props) {
  const subject = { issuer, key, redirectUri };
  const code = {
    link: classicLink(subject),
    exchange: classicExchange(subject),
    refresh: classicRefresh(subject),
  };
  return (
    <div className="space-y-4">
      {STEPS.map((step) => (
        <div key={step}>
          <p className="mb-2 max-w-[68ch] text-ink-2">{texts[step].intro}</p>
          {step === "exchange" && <p className="mb-2 max-w-[68ch] text-ink-2">{texts.secretHint}</p>}
          <CodeBlock code={code[step]} name={texts[step].name} label={texts[step].copy} />
        </div>
      ))}
    </div>
  );
}
