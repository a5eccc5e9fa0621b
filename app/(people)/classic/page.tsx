import { getFormatter, getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { VisitorShell } from "@/components/shell/visitor-shell";
import { CodeBlock } from "@/components/ui/code-block";
import { exchangeSample, linkSample } from "@/lib/clients/samples";
import { page } from "@/lib/doors/page";
import { env, issuerUrl } from "@/lib/env";

const CHANGES = ["begin", "exchange", "refresh", "scope"] as const;

/** Where the `Link` of a classic answer leads: why that flow is obsolete, and what its makers have to change. */
export default page(
  async () => {
    const [t, tSamples, format] = await Promise.all([
      getTranslations("classic.page"),
      getTranslations("clients.samples"),
      getFormatter(),
    ]);
    const subject = {
      issuer: issuerUrl(),
      key: "APIK-YOUR-CLIENT-ID",
      redirectUri: "https://app.example.com/callback",
      proves: "secret" as const,
    };
    const samples = [
      { name: tSamples("linkName"), code: linkSample(subject) },
      { name: tSamples("exchangeName"), code: exchangeSample(subject) },
    ];
    const date = format.dateTime(new Date(env().POSTERN_CLASSIC_SUNSET), { dateStyle: "long", timeZone: "UTC" });
    return (
      <VisitorShell wide>
        <Title text={t("title")} />
        <h1 className="text-28">{t("title")}</h1>
        <p className="mt-2 text-ink-2">{t("intro")}</p>
        <p className="mt-2 font-semibold">{t("sunset", { date })}</p>
        <h2 className="mt-6 text-16">{t("why")}</h2>
        <p className="mt-1 text-ink-2">{t("whyText")}</p>
        <h2 className="mt-6 text-16">{t("change")}</h2>
        <ul className="mt-1 list-disc space-y-1.5 pl-5 text-ink-2">
          {CHANGES.map((change) => (
            <li key={change}>{t(change)}</li>
          ))}
        </ul>
        <div className="mt-4 space-y-4">
          {samples.map(({ name, code }) => (
            <CodeBlock key={name} code={code} name={name} label={tSamples("copy", { name })} />
          ))}
        </div>
        <p className="mt-6 text-ink-2">{t("done")}</p>
      </VisitorShell>
    );
  },
  { for: "everybody" },
);
