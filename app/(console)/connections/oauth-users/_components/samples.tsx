import type { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { exchangeSample, linkSample, type Proves, tokenSample } from "@/lib/clients/samples";

const STEPS = ["token", "link", "exchange"] as const;
type Step = (typeof STEPS)[number];
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

/** `redirectUri` is null for a client that acts for itself. */
type Props = { issuer: string; clientKey: string; proves: Proves; redirectUri: string | null; texts: SampleTexts };

function samplesOf({ issuer, clientKey: key, proves, redirectUri }: Props): [Step, string][] {
  if (redirectUri === null) return [["token", tokenSample({ issuer, key, proves })]];
  const returning = { issuer, key, proves, redirectUri };
  return [
    ["link", linkSample(returning)],
    ["exchange", exchangeSample(returning)],
  ];
}

/** The commands of a client's grant type, each with a sentence on what it does. */
export function Samples(props: Props) {
  const { texts, proves } = props;
  return (
    <div className="space-y-4">
      {texts.hints[proves] && <p className="max-w-[68ch] text-ink-2">{texts.hints[proves]}</p>}
      {samplesOf(props).map(([step, code]) => (
        <div key={step}>
          <p className="mb-2 max-w-[68ch] text-ink-2">{texts[step].intro}</p>
          <CodeBlock code={code} name={texts[step].name} label={texts[step].copy} />
        </div>
      ))}
    </div>
  );
}
