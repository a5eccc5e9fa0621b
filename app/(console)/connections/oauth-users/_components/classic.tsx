import Link from "next/link";
import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/form";
import { Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import type { ClientDetail } from "@/lib/clients/read";
import { switchClassicOff, switchClassicOn } from "../classic/actions";
import { ClassicSteps, stepTexts } from "./classic-steps";

/** Says wherever a client is named that it uses the classic flow, and that this is obsolete. */
export function ClassicBadge() {
  const t = useTranslations("classic");
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-13 text-ink-3">
      <StatusBadge status="obsolete" /> {t("badge")}
    </span>
  );
}

function Switch({ client: { id, isClassic } }: { client: ClientDetail }) {
  const t = useTranslations("classic.panel");
  return (
    <form action={isClassic ? switchClassicOff : switchClassicOn}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton look="secondary">{isClassic ? t("off") : t("on")}</SubmitButton>
    </form>
  );
}

type Shown = { client: ClientDetail; issuer: string };

function InUse({ client, issuer }: Shown) {
  const t = useTranslations("classic.panel");
  const tSteps = useTranslations("classic.steps");
  const [redirectUri = ""] = client.redirectUris;
  return (
    <Panel title={t("title")}>
      <div className="space-y-4">
        <Notice kind="warning">
          <p>{t("warning")}</p>
          <p className="mt-2">
            <Link href="/classic">{t("how")}</Link>
          </p>
        </Notice>
        <ClassicSteps issuer={issuer} clientKey={client.key} redirectUri={redirectUri} texts={stepTexts(tSteps)} />
        <div>
          <p className="mb-2 max-w-[68ch] text-ink-2">{t("offHint")}</p>
          <Switch client={client} />
        </div>
      </div>
    </Panel>
  );
}

/** The classic flow of a client that uses it, with the way out; of one that could, folded away, the way in. */
export function Classic({ client, issuer }: Shown) {
  const t = useTranslations("classic.panel");
  if (client.isClassic) return <InUse client={client} issuer={issuer} />;
  if (!client.canBeClassic) return null;
  return (
    <details className="rounded-panel border border-line bg-panel p-4 md:p-5">
      <summary className="min-h-6 text-16 font-semibold">{t("title")}</summary>
      <p className="mt-4 mb-3 max-w-[68ch] text-ink-2">{t("offer")}</p>
      <Switch client={client} />
    </details>
  );
}
