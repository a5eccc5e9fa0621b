import { getTranslations } from "next-intl/server";
import { NotYou } from "@/components/shell/not-you";
import { Title } from "@/components/shell/title";
import { TextField } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { enterCode } from "../actions";

type Props = { code: string; person: { name: string; email: string } | null };

/** The one field, and what to know before a code that somebody else has typed is sent off. */
export async function CodeForm({ code, person }: Props) {
  const t = await getTranslations("device");
  const to = code ? `/device?${new URLSearchParams({ user_code: code })}` : "/device";
  return (
    <>
      <Title text={t("title")} />
      <h1 className="text-28">{t("title")}</h1>
      <p className="mt-2 text-ink-2">{t("intro")}</p>
      {code && (
        <Notice kind="warning" className="mt-5">
          {t("prefilled")}
        </Notice>
      )}
      <ActionForm action={enterCode} labels={{ letters: t("code") }} className="mt-6 space-y-4">
        <TextField
          name="letters"
          label={t("code")}
          hint={t("codeHint")}
          defaultValue={code}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono text-20 uppercase tracking-widest"
        />
        <SubmitButton wide>{t("continue")}</SubmitButton>
      </ActionForm>
      {person && (
        <div className="mt-6 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2">
          <p>
            {t.rich("signedInAs", {
              person: () => (
                <bdi className="break-words font-semibold text-ink">{`${person.name} (${person.email})`}</bdi>
              ),
            })}
          </p>
          <NotYou label={t("notYou")} to={to} />
        </div>
      )}
    </>
  );
}
