import { getTranslations } from "next-intl/server";

type Props = { client: { privacyPolicyUrl: string | null; licenceUrl: string | null } };

/** The application's own papers, in another tab, which is told nothing of this page. */
export async function Terms({ client: { privacyPolicyUrl, licenceUrl } }: Props) {
  const t = await getTranslations("consent");
  const papers = [
    { href: privacyPolicyUrl, label: t("privacy") },
    { href: licenceUrl, label: t("licence") },
  ].flatMap(({ href, label }) => (href ? [{ href, label }] : []));
  if (papers.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-2 px-4 text-13 md:px-5">
      {papers.map(({ href, label }) => (
        <li key={label}>
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            className="inline-flex min-h-6 items-center underline"
          >
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
