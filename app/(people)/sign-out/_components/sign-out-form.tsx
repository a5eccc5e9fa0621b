import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/form";
import type { SignOutView } from "@/lib/oauth/sign-out";
import { endSession } from "../actions";

type Props = {
  person: NonNullable<SignOutView["person"]>;
  app: string | null;
  /** Where the browser goes afterwards. */
  host: string | null;
  /** What the application asks, as it stands in the address. */
  request: string;
};

const strong = (text: string) => () => <bdi className="break-words font-semibold text-ink">{text}</bdi>;

/** Who is signed in and who asks; then both answers, alike in size. A plain form, so it works without JavaScript. */
export async function SignOutForm({ person, app, host, request }: Props) {
  const t = await getTranslations("signOut");
  return (
    <>
      <Title text={t("title")} />
      <h1 className="text-28">{t("heading")}</h1>
      <div className="mt-3 space-y-2 text-ink-2">
        {app && <p>{t.rich("asked", { app: strong(app) })}</p>}
        <p>{t.rich("signedInAs", { person: strong(`${person.name} (${person.email})`) })}</p>
        <p>{t("stays")}</p>
        {host && <p>{t.rich("after", { host: strong(host) })}</p>}
      </div>
      <form action={endSession} className="mt-6 space-y-3">
        <input type="hidden" name="request" value={request} />
        <input type="hidden" name="csrf" value={person.csrf} />
        <SubmitButton wide>{t("confirm")}</SubmitButton>
        <LinkButton href="/" className="w-full" prefetch={false}>
          {t("stay")}
        </LinkButton>
      </form>
    </>
  );
}
