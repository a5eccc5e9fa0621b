import { getTranslations } from "next-intl/server";
import { Mark } from "@/components/ui/mark";

type Props = { app: { name: string; siteUrl: string | null }; company: string };

/** The application and the company, and the door between them. */
export async function Between({ app, company }: Props) {
  const t = await getTranslations("consent");
  const side = (name: string, below: string) => (
    <div className="min-w-0 rounded-panel border border-line bg-panel px-3 py-4 text-center">
      <bdi className="block break-words font-semibold">{name}</bdi>
      <span className="mt-0.5 block break-words text-12 text-ink-3">{below}</span>
    </div>
  );
  return (
    <div className="mx-auto mb-8 grid max-w-[480px] grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center">
      {side(app.name, app.siteUrl ? new URL(app.siteUrl).host : t("noSite"))}
      <div className="flex items-center text-line-strong">
        <span aria-hidden="true" className="w-2 border-current border-t sm:w-6" />
        <Mark size={36} className="mx-1 text-brass" />
        <span aria-hidden="true" className="w-2 border-current border-t sm:w-6" />
      </div>
      {side(company, t("dataOf"))}
    </div>
  );
}
