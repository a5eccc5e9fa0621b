import clsx from "clsx";
import { ArrowRight } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button-class";
import { listOwnCompanies } from "@/lib/companies/list-own";
import { currentContext } from "@/lib/doors/current";
import { chooseCompany } from "./actions";

/** Whose data the console shows; a choice for a person who belongs to several companies. */
export async function CompanySwitcher() {
  const [t, ctx] = await Promise.all([getTranslations("shell"), currentContext()]);
  const companies = await listOwnCompanies(ctx);
  const current = companies.find(({ isCurrent }) => isCurrent);
  if (!current) return null;
  if (companies.length === 1)
    return (
      <p className="px-2">
        <span className="block text-12 text-ink-3">{t("company")}</span>
        <bdi className="block truncate font-semibold">{current.name}</bdi>
      </p>
    );
  return (
    <form action={chooseCompany} className="flex items-end gap-2 px-2">
      <label className="min-w-0 grow">
        <span className="mb-1 block text-12 text-ink-3">{t("company")}</span>
        <select key={current.companyId} name="companyId" defaultValue={current.companyId} className="control">
          {companies.map(({ companyId, name }) => (
            <option key={companyId} value={companyId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button
        type="submit"
        aria-label={t("switch")}
        title={t("switch")}
        className={clsx(buttonClass("secondary"), "min-w-11 px-0 md:min-w-10")}
      >
        <ArrowRight size={16} aria-hidden="true" />
      </button>
    </form>
  );
}
