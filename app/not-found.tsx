import { getTranslations } from "next-intl/server";
import { DeadEnd } from "@/components/shell/dead-end";
import { VisitorShell } from "@/components/shell/visitor-shell";
import { LinkButton } from "@/components/ui/button";

export default async function NotFound() {
  const t = await getTranslations("common.notFound");
  return (
    <VisitorShell>
      <DeadEnd title={t("title")} text={t("text")}>
        <div className="mt-6">
          <LinkButton href="/" look="primary">
            {t("home")}
          </LinkButton>
        </div>
      </DeadEnd>
    </VisitorShell>
  );
}
