import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Applications that an administrator has to let in before anybody can use them. */
export function WaitingNotice({ count }: { count: number }) {
  const t = useTranslations("overview");
  return (
    <Notice kind="warning" title={t("waiting", { count })}>
      <LinkButton small href="/security#waiting">
        {t("reviewWaiting")}
      </LinkButton>
    </Notice>
  );
}
