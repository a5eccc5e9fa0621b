import { BadgeCheck, TriangleAlert } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import type { ConsentView } from "@/lib/oauth/consent";

const named = (text: string) => () => <bdi className="break-words font-semibold text-ink">{text}</bdi>;

/** Whether the company knows who makes the application; one that nobody but itself vouches for is warned of. */
export async function Maker({ client, company }: Pick<ConsentView, "client" | "company">) {
  const t = await getTranslations("consent");
  const { isVerified, origin, documentHost } = client;
  const checked = t.rich(isVerified ? "checkedBy" : "notChecked", { company: named(company.name) });
  if (isVerified || origin === "console") {
    const [Icon, tint] = isVerified ? [BadgeCheck, "text-moss"] : [TriangleAlert, "text-ochre"];
    return (
      <p className="mx-auto mt-3 flex max-w-[56ch] justify-center gap-2 text-13 text-ink-2">
        <Icon size={16} aria-hidden="true" className={`mt-0.5 shrink-0 ${tint}`} />
        <span className="min-w-0">{checked}</span>
      </p>
    );
  }
  return (
    <Notice kind="warning" className="mt-5" title={checked}>
      {documentHost ? t.rich("selfDescribed", { host: named(documentHost) }) : t("selfRegistered")}
    </Notice>
  );
}
