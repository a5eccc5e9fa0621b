import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts, Panel } from "@/components/ui/layout";
import { When } from "@/components/ui/when";
import { local } from "@/lib/base-path";
import type { FailureView } from "@/lib/clients/failures/list";
import { type Difference, fixOf } from "@/lib/clients/failures/rules";

type Shown = { failure: FailureView };

function Sent({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="space-y-1">
      {texts.map((text) => (
        <li key={text} dir="ltr" className="break-all font-mono text-13">
          {text}
        </li>
      ))}
    </ul>
  );
}

function Received({ failure: { received, reason, parameter } }: Shown) {
  const t = useTranslations("failures");
  if (received) return <Sent texts={[received]} />;
  // Of a secret parameter it is not even told whether it came: then there is a reason.
  return <span className="text-ink-3">{reason || parameter === null ? t("notKept") : t("nothing")}</span>;
}

/** What stands on one side alone, in words too, so that the mark is not the only sign of it. */
function Differs({ difference: { before, received, registered, after } }: { difference: Difference }) {
  const t = useTranslations("failures");
  const words = received === "" ? "missing" : registered === "" ? "surplus" : "differs";
  return (
    <>
      <p dir="ltr" className="break-all font-mono text-13">
        {before}
        {received && <del className="bg-brick/15 text-brick">{received}</del>}
        {registered && <ins className="bg-moss/15 text-moss">{registered}</ins>}
        {after}
      </p>
      <p className="mt-1 break-words text-ink-2">{t(words, { received, registered })}</p>
    </>
  );
}

function useRows({ failure }: Shown) {
  const t = useTranslations("failures");
  const { parameter, reason, registered, difference, ip, requestId, code, received } = failure;
  return [
    { key: "fix", term: t("fix"), value: t(`fixes.${fixOf(failure)}`) },
    reason && { key: "reason", term: t("reason"), value: t(`reasons.${reason}`) },
    parameter && { key: "parameter", term: t("parameter"), value: <Sent texts={[parameter]} /> },
    parameter && { key: "received", term: t("received"), value: <Received failure={failure} /> },
    registered.length > 0 && { key: "registered", term: t("registered"), value: <Sent texts={registered} /> },
    difference && received && { key: "difference", term: t("difference"), value: <Differs difference={difference} /> },
    { key: "number", term: t("number"), value: <span className="font-mono text-13">{code}</span> },
    ip !== null && { key: "ip", term: t("from"), value: <span className="font-mono text-13">{ip}</span> },
    {
      key: "request",
      term: t("request"),
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <span className="break-all font-mono text-13">{requestId}</span>
          <CopyButton value={requestId} label={t("copyRequest")} />
        </span>
      ),
    },
  ].filter((row) => row !== false && row !== null && row !== "");
}

function Failure({ failure }: Shown) {
  const t = useTranslations("failures");
  const why = useTranslations("errors");
  const { at, endpoint, refusal, requestId } = failure;
  return (
    <details className="py-2.5 first:pt-0 last:pb-0" id={`failure-${requestId}`}>
      <summary className="min-h-6">
        <span className="font-semibold">{why(`${refusal}.title`)}</span>
        <span className="ml-2 text-13 text-ink-3">
          {t(`endpoints.${endpoint}`)} · <When at={at} />
        </span>
      </summary>
      <div className="mt-3 space-y-3 pl-4">
        <p className="max-w-[68ch] text-ink-2">{why(`${refusal}.text`)}</p>
        <Facts rows={useRows({ failure })} />
        <p>
          <a href={local(`/refused/${refusal}?${new URLSearchParams({ request: requestId })}`)}>{t("explanation")}</a>
        </p>
      </div>
    </details>
  );
}

/** The last requests that were refused in a client's name: what came, what is registered, and what to do. */
export function Failures({ failures }: { failures: FailureView[] }) {
  const t = useTranslations("failures");
  return (
    <Panel title={t("title")} intro={t("intro")} id="failures">
      {failures.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <div className="divide-y divide-line">
          {failures.map((failure) => (
            <Failure key={failure.id} failure={failure} />
          ))}
        </div>
      )}
    </Panel>
  );
}
