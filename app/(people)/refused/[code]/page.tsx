import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DeadEnd } from "@/components/shell/dead-end";
import { VisitorShell } from "@/components/shell/visitor-shell";
import { LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { type Explained, explainFailure } from "@/lib/clients/failures/explain";
import { FIXES } from "@/lib/clients/failures/rules";
import type { Context } from "@/lib/context";
import { page } from "@/lib/doors/page";
import { isRefusalName, Refusal, type RefusalName } from "@/lib/errors";

const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Asked = { request: string | null; explained: Explained | null };

/** The request that the address names, if it failed for this reason. Of any other id there is nothing to tell. */
async function askedAbout(ctx: Context, code: RefusalName, request: string | undefined): Promise<Asked> {
  if (!request || !REQUEST_ID.test(request)) return { request: null, explained: null };
  const found = await explainFailure(ctx, { requestId: request });
  return { request, explained: found?.refusal === code ? found : null };
}

async function adviceOf(parameter: string | null): Promise<string | null> {
  const t = await getTranslations("failures.fixes");
  const fix = FIXES.find((one) => one === parameter);
  return fix ? t(fix) : null;
}

async function forDevelopers(refusal: Refusal, { request, explained }: Asked) {
  const t = await getTranslations("refused");
  const { oauth, name, status, code } = refusal;
  const mono = (value: string | number) => <span className="font-mono text-13">{value}</span>;
  const parameter = explained?.parameter ?? null;
  const advice = await adviceOf(parameter);
  return [
    { key: "error", term: t("error"), value: mono(oauth) },
    ...(name === oauth ? [] : [{ key: "name", term: t("name"), value: mono(name) }]),
    { key: "number", term: t("number"), value: mono(code) },
    { key: "status", term: t("status"), value: mono(status) },
    ...(parameter ? [{ key: "parameter", term: t("parameter"), value: mono(parameter) }] : []),
    ...(advice ? [{ key: "fix", term: t("fix"), value: advice }] : []),
    ...(request
      ? [
          {
            key: "request",
            term: t("request"),
            value: (
              <span className="flex flex-wrap items-center gap-2">
                <span className="break-all font-mono text-13">{request}</span>
                <CopyButton value={request} label={t("copyRequest")} />
              </span>
            ),
          },
        ]
      : []),
  ];
}

/** The way from the explanation to the request itself, for who may see it. */
async function ForAdmins({ client }: { client: { id: string; name: string } }) {
  const t = await getTranslations("refused");
  return (
    <div className="mt-6">
      <Notice>
        <p>{t.rich("forAdmins", { name: client.name, n: (name) => <bdi className="font-semibold">{name}</bdi> })}</p>
        <p className="mt-2">
          <Link href={`/connections/oauth-users/${client.id}#failures`}>{t("openClient")}</Link>
        </p>
      </Notice>
    </div>
  );
}

/** What a refusal means: opened by a reader who was refused, and by an integrator from the `error_uri` of an answer. */
export default page(
  async (ctx, { params: { code }, search }) => {
    if (!isRefusalName(code)) throw new Refusal("not_found");
    const [t, why, asked] = await Promise.all([
      getTranslations("refused"),
      getTranslations("errors"),
      askedAbout(ctx, code, search.request),
    ]);
    const isSignedIn = ctx.actor.kind === "person";
    const client = asked.explained?.client;
    return (
      <VisitorShell wide>
        <DeadEnd title={why(`${code}.title`)} text={why(`${code}.text`)}>
          <h2 className="mt-6 text-16">{t("whatToDo")}</h2>
          <p className="mt-1 text-ink-2">{why(`${code}.remedy`)}</p>
          {client && <ForAdmins client={client} />}
          <div className="mt-6">
            <LinkButton href={isSignedIn ? "/" : "/sign-in"}>{isSignedIn ? t("home") : t("signIn")}</LinkButton>
          </div>
        </DeadEnd>
        <section className="mt-10 rounded-panel border border-line bg-panel p-4 md:p-5">
          <h2 className="mb-4 text-16">{t("details")}</h2>
          <Facts rows={await forDevelopers(new Refusal(code), asked)} />
        </section>
      </VisitorShell>
    );
  },
  { for: "everybody" },
);
