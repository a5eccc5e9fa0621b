import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/layout";

type StepProps = { title: string; text: string; isDone?: boolean; doneText: string; children?: ReactNode };

function Step({ title, text, isDone = false, doneText, children }: StepProps) {
  const Icon = isDone ? CircleCheck : CircleDashed;
  return (
    <li className="flex gap-3">
      <Icon size={20} aria-hidden="true" className={isDone ? "shrink-0 text-moss" : "shrink-0 text-ink-3"} />
      <div className="min-w-0 grow space-y-2">
        <p className="font-semibold">
          {title} {isDone && <span className="font-normal text-moss">· {doneText}</span>}
        </p>
        {!isDone && (
          <>
            <p className="max-w-[68ch] text-ink-2">{text}</p>
            {children}
          </>
        )}
      </div>
    </li>
  );
}

/** What a new company does first; gone once an application is connected and a token is made. */
export function FirstSteps({
  hasClient,
  hasToken,
  sample,
}: {
  hasClient: boolean;
  hasToken: boolean;
  sample: ReactNode;
}) {
  const t = useTranslations("overview.steps");
  const doneText = t("done");
  return (
    <Panel title={t("title")} intro={t("intro")}>
      <ol className="space-y-5">
        <Step title={t("try.title")} text={t("try.text")} doneText={doneText}>
          {sample}
        </Step>
        <Step title={t("client.title")} text={t("client.text")} isDone={hasClient} doneText={doneText}>
          <LinkButton href="/connections/oauth-users/new" look="primary">
            {t("client.act")}
          </LinkButton>
        </Step>
        <Step title={t("token.title")} text={t("token.text")} isDone={hasToken} doneText={doneText}>
          <LinkButton href="/connections/tokens/new">{t("token.act")}</LinkButton>
        </Step>
      </ol>
    </Panel>
  );
}
