import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/form";
import { disable } from "../actions";
import { LinkDialog } from "./link-dialog";
import { useLinkTexts } from "./link-texts";

type Person = { userId: string; name: string; hasPassword: boolean };

const named = (name: string) => () => <bdi className="font-semibold text-ink">{name}</bdi>;

export function AskLink({ person, link }: { person: Person; link: { base: string; days: number } }) {
  const t = useTranslations("people.newLink");
  const { userId, name, hasPassword } = person;
  return (
    <LinkDialog
      userId={userId}
      title={t("title")}
      submit={t("submit")}
      linkBase={link.base}
      texts={useLinkTexts(link.days)}
    >
      <p>{t.rich("text", { name: named(name) })}</p>
      <p>{hasPassword ? t("replaces") : t("first")}</p>
    </LinkDialog>
  );
}

export function AskDisable({ person: { userId, name } }: { person: Person }) {
  const t = useTranslations("people.disable");
  return (
    <ConfirmDialog
      title={t("title")}
      cancelHref={`/people/${userId}`}
      action={disable}
      act={<SubmitButton look="danger">{t("submit")}</SubmitButton>}
    >
      <input type="hidden" name="userId" value={userId} />
      <p>{t.rich("text", { name: named(name) })}</p>
      <p>{t("reversible")}</p>
    </ConfirmDialog>
  );
}
