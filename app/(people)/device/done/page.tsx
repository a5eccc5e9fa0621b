import { CircleCheck, CircleX } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { VisitorShell } from "@/components/shell/visitor-shell";
import { page } from "@/lib/doors/page";

/** After the decision: the rest happens on the device. */
export default page(async (_ctx, { search }) => {
  const t = await getTranslations("device");
  const isDenied = search.decision === "deny";
  const Icon = isDenied ? CircleX : CircleCheck;
  return (
    <VisitorShell>
      <Title text={t("doneTitle")} />
      <Icon size={32} aria-hidden="true" className={isDenied ? "mb-3 text-ink-3" : "mb-3 text-moss"} />
      <h1 className="text-28">{t("doneTitle")}</h1>
      <p className="mt-2 text-ink-2">{isDenied ? t("denied") : t("allowed")}</p>
    </VisitorShell>
  );
});
