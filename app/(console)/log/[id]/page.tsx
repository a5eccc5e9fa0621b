import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts, PageHeader, Panel } from "@/components/ui/layout";
import { Exactly } from "@/components/ui/when";
import { type EventView, readEvent } from "@/lib/audit/read";
import { eventIdSchema } from "@/lib/audit/schema";
import { page } from "@/lib/doors/page";
import { Refusal } from "@/lib/errors";
import { Actor } from "../_components/actor";
import { Details } from "../_components/details";
import { Outcome } from "../_components/outcome";
import { Sentence } from "../_components/sentence";
import { hasName, Subject } from "../_components/subject";

type Same = { by: "actor" | "target" | "address" | "request"; value: string | null | undefined; label: string };

/** A value, and the way to the other lines that share it. */
function Shared({ children, same: { by, value, label } }: { children: ReactNode; same: Same }) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="min-w-0">{children}</span>
      {value && (
        <Link href={`/log?${new URLSearchParams({ [by]: value })}`} prefetch={false} className="text-13">
          {label}
        </Link>
      )}
    </span>
  );
}

const Mono = ({ text }: { text: string }) => <code className="break-words font-mono text-13">{text}</code>;

async function EventFacts({ event }: { event: EventView }) {
  const [t, tColumns] = await Promise.all([getTranslations("log.detail"), getTranslations("log.columns")]);
  const { at, actor, target, outcome, ip, requestId, userAgent } = event;
  const same = (by: Same["by"], value: Same["value"]): Same => ({ by, value, label: t(`same.${by}`) });
  const iso = at.toISOString();
  const rows = [
    { key: "at", term: tColumns("at"), value: <Exactly at={at} /> },
    {
      key: "utc",
      term: t("utc"),
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <Mono text={iso} />
          <CopyButton value={iso} label={t("copyTime")} />
        </span>
      ),
    },
    {
      key: "actor",
      term: tColumns("actor"),
      value: (
        <Shared same={same("actor", actor.id)}>
          <Actor actor={actor} />
        </Shared>
      ),
    },
    ...(target && hasName(target)
      ? [
          {
            key: "target",
            term: t("target"),
            value: (
              <Shared same={same("target", target.id)}>
                <Subject of={target} />
              </Shared>
            ),
          },
        ]
      : []),
    { key: "outcome", term: tColumns("outcome"), value: <Outcome outcome={outcome} /> },
    ...(ip
      ? [
          {
            key: "address",
            term: tColumns("address"),
            value: (
              <Shared same={same("address", ip)}>
                <Mono text={ip} />
              </Shared>
            ),
          },
        ]
      : []),
    {
      key: "request",
      term: t("request"),
      value: (
        <Shared same={same("request", requestId)}>
          <Mono text={requestId} />
        </Shared>
      ),
    },
    ...(userAgent ? [{ key: "agent", term: t("userAgent"), value: <Mono text={userAgent} /> }] : []),
    { key: "action", term: t("action"), value: <Mono text={event.action} /> },
  ];
  return <Facts rows={rows} />;
}

/** Everything that is known of one line of the log. */
export default page(async (ctx, { params }) => {
  const asked = eventIdSchema.safeParse({ id: params.id });
  if (!asked.success) throw new Refusal("not_found");
  const [t, event] = await Promise.all([getTranslations("log"), readEvent(ctx, asked.data)]);
  return (
    <>
      <Title ctx={ctx} text={t(`actions.${event.action}`)} />
      <PageHeader
        title={t(`actions.${event.action}`)}
        intro={<Sentence event={event} />}
        actions={<LinkButton href="/log">{t("detail.all")}</LinkButton>}
      />
      <div className="space-y-5">
        <Panel>
          <EventFacts event={event} />
        </Panel>
        <Details details={event.details} />
      </div>
    </>
  );
});
