import { getTranslations } from "next-intl/server";
import { DeadEnd } from "@/components/shell/dead-end";
import { VisitorShell } from "@/components/shell/visitor-shell";
import { LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/layout";
import { page } from "@/lib/doors/page";
import { isRefusalName, Refusal } from "@/lib/errors";

const REQUEST_ID = /^[0-9a-f-]{36}$/;

async function forDevelopers(refusal: Refusal, request: string | undefined) {
  const t = await getTranslations("refused");
  const { oauth, name, status, code } = refusal;
  const mono = (value: string | number) => <span className="font-mono text-13">{value}</span>;
  const known = request && REQUEST_ID.test(request) ? request : null;
  return [
    { key: "error", term: t("error"), value: mono(oauth) },
    ...(name === oauth ? [] : [{ key: "name", term: t("name"), value: mono(name) }]),
    { key: "number", term: t("number"), value: mono(code) },
    { key: "status", term: t("status"), value: mono(status) },
    ...(known
      ? [
          {
            key: "request",
            term: t("request"),
            value: (
              <span className="flex flex-wrap items-center gap-2">
                <span className="break-all font-mono text-13">{known}</span>
                <CopyButton value={known} label={t("copyRequest")} />
              </span>
            ),
          },
        ]
      : []),
  ];
}

/** What a refusal means: opened by a reader who was refused, and by an integrator from the `error_uri` of an answer. */
export default page(
  async ({ actor }, { params: { code }, search }) => {
    if (!isRefusalName(code)) throw new Refusal("not_found");
    const [t, why] = await Promise.all([getTranslations("refused"), getTranslations("errors")]);
    const isSignedIn = actor.kind === "person";
    const refusal = new Refusal(code);
    return (
      <VisitorShell wide>
        <DeadEnd title={why(`${code}.title`)} text={why(`${code}.text`)}>
          <h2 className="mt-6 text-16">{t("whatToDo")}</h2>
          <p className="mt-1 text-ink-2">{why(`${code}.remedy`)}</p>
          <div className="mt-6">
            <LinkButton href={isSignedIn ? "/" : "/sign-in"}>{isSignedIn ? t("home") : t("signIn")}</LinkButton>
          </div>
        </DeadEnd>
        <section className="mt-10 rounded-panel border border-line bg-panel p-4 md:p-5">
          <h2 className="mb-4 text-16">{t("details")}</h2>
          <Facts rows={await forDevelopers(refusal, search.request)} />
        </section>
      </VisitorShell>
    );
  },
  { for: "everybody" },
);
