import { getTranslations } from "next-intl/server";
import { VisitorShell } from "@/components/shell/visitor-shell";
import { LinkButton } from "@/components/ui/button";
import { MarkAjar } from "@/components/ui/mark";

export default async function NotFound() {
  const t = await getTranslations("common.notFound");
  return (
    <VisitorShell>
      <title>{`${t("title")} · Postern`}</title>
      <MarkAjar className="mb-4 text-ink-3" />
      <h1 className="text-28">{t("title")}</h1>
      <p className="mt-2 text-ink-2">{t("text")}</p>
      <div className="mt-6">
        <LinkButton href="/" look="primary">
          {t("home")}
        </LinkButton>
      </div>
    </VisitorShell>
  );
}
