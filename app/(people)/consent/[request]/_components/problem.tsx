import { getTranslations } from "next-intl/server";
import type { FieldError } from "@/lib/errors";
import type fieldErrors from "@/lib/i18n/messages/en/fieldErrors.json";

/** What is wrong with an answer, below it. */
export async function Problem({ id, problem }: { id: string | undefined; problem: FieldError | null }) {
  if (!problem) return null;
  const [t, tUi] = await Promise.all([getTranslations("fieldErrors"), getTranslations("ui")]);
  return (
    <p id={id} className="mt-1.5 font-semibold text-13 text-brick">
      <span className="sr-only">{tUi("errorPrefix")} </span>
      {t(problem.code as keyof typeof fieldErrors, problem.params)}
    </p>
  );
}
