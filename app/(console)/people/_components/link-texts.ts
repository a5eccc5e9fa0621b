import { useTranslations } from "next-intl";
import type { LinkTexts } from "./invitation-link";

/** The words of `InvitationLink`, which runs in the browser; the number of days is that of lib/people/invite.ts. */
export function useLinkTexts(days: number): LinkTexts {
  const t = useTranslations("people.link");
  return { title: t("title"), text: t("text", { days }), label: t("label"), copy: t("copy"), done: t("done") };
}
