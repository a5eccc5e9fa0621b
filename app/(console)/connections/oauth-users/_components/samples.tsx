import type { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import type { Proves, Sample, Step } from "@/lib/clients/samples";

export type SampleTexts = { hints: Partial<Record<Proves, string>> } & Record<
  Step,
  { name: string; intro: string; copy: string }
>;

/** Finished texts, because the samples are shown in the browser's part of a form too. */
export function sampleTexts(t: ReturnType<typeof useTranslations<"clients.samples">>): SampleTexts {
  const step = (key: Step) => ({ name: t(`${key}Name`), intro: t(key), copy: t("copy", { name: t(`${key}Name`) }) });
  const hints = { secret: t("secretHint"), key: t("keyHint") };
  return { hints, token: step("token"), link: step("link"), exchange: step("exchange") };
}

type Props = { samples: readonly Sample[]; proves: Proves; texts: SampleTexts };

/** The commands of a client's grant type, each with a sentence on what it does. */
export function Samples({ samples, proves, texts }: Props) {
  return (
    <div className="space-y-4">
      {texts.hints[proves] && <p className="max-w-[68ch] text-ink-2">{texts.hints[proves]}</p>}
      {samples.map(({ step, code }) => (
        <div key={step}>
          <p className="mb-2 max-w-[68ch] text-ink-2">{texts[step].intro}</p>
          <CodeBlock code={code} name={texts[step].name} label={texts[step].copy} />
        </div>
      ))}
    </div>
  );
}
