import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader, Panel } from "@/components/ui/layout";
import { listEvents } from "@/lib/audit/list";
import { countWaiting } from "@/lib/clients/described/waiting";
import { listClients } from "@/lib/clients/list";
import type { Context } from "@/lib/context";
import { page } from "@/lib/doors/page";
import { issuerUrl } from "@/lib/env";
import { listGrants } from "@/lib/grants/list";
import { readLegacyKey } from "@/lib/legacy/read";
import { listPeople } from "@/lib/people/list";
import { roleMay } from "@/lib/people/may";
import { listTokens } from "@/lib/tokens/personal/list";
import { Counts } from "./_components/counts";
import { FirstSteps } from "./_components/first-steps";
import { WaitingNotice } from "./_components/waiting-notice";
import { EventTable } from "./log/_components/event-table";

const LATEST = 6;

/** A member has nothing to manage here: their own applications are their home. */
function leadMembersHome({ actor }: Context): void {
  const role = actor.kind === "person" ? actor.membership?.role : undefined;
  if (!role || !roleMay(role, "clients:read")) redirect("/account/apps");
}

async function readCounts(ctx: Context) {
  const [clients, grants, tokens, people, legacy] = await Promise.all([
    listClients(ctx, { size: 1 }),
    listGrants(ctx, { size: 1 }),
    listTokens(ctx, { size: 1 }),
    listPeople(ctx, { size: 1 }),
    readLegacyKey(ctx),
  ]);
  return {
    clients: clients.total,
    grants: grants.total,
    tokens: tokens.total,
    liveTokens: tokens.counters.active,
    people: people.total,
    legacy: legacy.state,
  };
}

const sampleOf = (issuer: string): string => `curl ${issuer}/open/global/config`;

/** What is connected, what was done last, and for a new company the first steps. */
export default page(async (ctx) => {
  leadMembersHome(ctx);
  const [t, counts, waiting, latest] = await Promise.all([
    getTranslations("overview"),
    readCounts(ctx),
    countWaiting(ctx),
    listEvents(ctx, { size: LATEST }),
  ]);
  const sample = <CodeBlock name="curl" code={sampleOf(issuerUrl())} label={t("sample.copy")} />;
  const isStarted = counts.clients > 0 && counts.tokens > 0;
  return (
    <>
      <Title ctx={ctx} text={t("title")} />
      <PageHeader title={t("title")} intro={t("intro")} />
      <div className="space-y-6">
        {waiting > 0 && <WaitingNotice count={waiting} />}
        {!isStarted && <FirstSteps hasClient={counts.clients > 0} hasToken={counts.tokens > 0} sample={sample} />}
        <Counts counts={counts} />
        <section aria-labelledby="latest">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
            <h2 id="latest" className="text-16">
              {t("latest")}
            </h2>
            <LinkButton small href="/log">
              {t("wholeLog")}
            </LinkButton>
          </div>
          <EventTable events={latest.items} short />
        </section>
        {isStarted && (
          <Panel title={t("sample.title")} intro={t("sample.intro")}>
            {sample}
          </Panel>
        )}
      </div>
    </>
  );
});
