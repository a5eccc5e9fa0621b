import { useTranslations } from "next-intl";
import { Button, LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/layout";
import type { PersonState } from "@/lib/people/list";
import { enable, endSessions } from "../actions";

type Props = { userId: string; state: PersonState; isAlsoElsewhere: boolean };

const Id = ({ userId }: { userId: string }) => <input type="hidden" name="userId" value={userId} />;

/** What touches the whole account: a link to choose a password, its sessions, and whether it may sign in at all. */
export function AccountActs({ userId, state, isAlsoElsewhere }: Props) {
  const t = useTranslations("people");
  if (isAlsoElsewhere)
    return (
      <Panel title={t("account.title")}>
        <p className="text-ink-2">{t("account.elsewhere")}</p>
      </Panel>
    );
  if (state === "disabled")
    return (
      <Panel title={t("account.title")} intro={t("account.disabled")}>
        <form action={enable}>
          <Id userId={userId} />
          <Button type="submit">{t("enable")}</Button>
        </form>
      </Panel>
    );
  return (
    <Panel title={t("account.title")} intro={state === "invited" ? t("account.invited") : t("account.active")}>
      <div className="flex flex-wrap gap-2">
        <LinkButton href="?confirm=link" scroll={false} prefetch={false}>
          {t("newLink.open")}
        </LinkButton>
        {state === "active" && (
          <form action={endSessions}>
            <Id userId={userId} />
            <Button type="submit">{t("endSessions")}</Button>
          </form>
        )}
        <LinkButton href="?confirm=disable" scroll={false} prefetch={false}>
          {t("disable.open")}
        </LinkButton>
      </div>
    </Panel>
  );
}
