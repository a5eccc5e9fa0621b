import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CheckCard } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { When } from "@/components/ui/when";
import { TERMS_CLAUSES, TERMS_VERSION } from "@/lib/legacy/terms";
import { createConnection, disableConnection, revealSecret, rotateSecret } from "../actions";
import { SecretDialog } from "./secret-dialog";
import type { SecretTexts } from "./shown-secret";

const PATH = "/connections/api";

function useSecretTexts(): SecretTexts {
  const t = useTranslations("legacy.shown");
  return {
    heading: t("heading"),
    again: t("again"),
    hides: t("hides"),
    longer: t("longer"),
    key: t("key"),
    copyKey: t("copyKey"),
    secret: t("secret"),
    copySecret: t("copySecret"),
    hide: t("hide"),
  };
}

/** The terms, read before the secret is shown; the box carries the version that was read. */
function Reveal() {
  const t = useTranslations("legacy");
  return (
    <SecretDialog
      title={t("terms.title")}
      submit={t("reveal.submit")}
      action={revealSecret}
      texts={useSecretTexts()}
      href={PATH}
      hideHref={`${PATH}?done=secretHidden`}
    >
      <ul className="list-disc space-y-1.5 pl-5">
        {TERMS_CLAUSES.map((clause) => (
          <li key={clause}>{t(`terms.clauses.${clause}`)}</li>
        ))}
      </ul>
      <p className="text-13 text-ink-3">{t("reveal.version", { version: TERMS_VERSION })}</p>
      <CheckCard name="accept" value={TERMS_VERSION} label={t("terms.accept")} />
    </SecretDialog>
  );
}

function Create() {
  const t = useTranslations("legacy.create");
  return (
    <SecretDialog
      title={t("title")}
      submit={t("submit")}
      action={createConnection}
      texts={useSecretTexts()}
      href={PATH}
      hideHref={`${PATH}?done=apiConnectionCreated`}
    >
      <p>{t("obsolete")}</p>
      <p>{t("reach")}</p>
    </SecretDialog>
  );
}

function Rotate() {
  const t = useTranslations("legacy.rotate");
  return (
    <SecretDialog
      title={t("title")}
      submit={t("submit")}
      action={rotateSecret}
      texts={useSecretTexts()}
      href={PATH}
      hideHref={`${PATH}?done=secretRotated`}
    >
      <p>{t("atOnce")}</p>
      <p>{t("keyStays")}</p>
    </SecretDialog>
  );
}

type Used = { useCount: number; lastUsedAt: Date | null };

function Disable({ useCount, lastUsedAt }: Used) {
  const t = useTranslations("legacy.disable");
  return (
    <ConfirmDialog
      title={t("title")}
      cancelHref={PATH}
      action={disableConnection}
      act={<SubmitButton look="danger">{t("submit")}</SubmitButton>}
    >
      <p>{t("atOnce")}</p>
      <p>{lastUsedAt ? t.rich("used", { count: useCount, time: () => <When at={lastUsedAt} /> }) : t("neverUsed")}</p>
      <p>{t("reversible")}</p>
    </ConfirmDialog>
  );
}

export const QUESTIONS = ["reveal", "create", "rotate", "disable"] as const;
export type Question = (typeof QUESTIONS)[number];

/** The question that the address asks; it stays while its answer is shown, whatever has become of the connection. */
export function Dialog({ question, used }: { question: Question; used: Used }) {
  if (question === "reveal") return <Reveal />;
  if (question === "create") return <Create />;
  return question === "rotate" ? <Rotate /> : <Disable {...used} />;
}
