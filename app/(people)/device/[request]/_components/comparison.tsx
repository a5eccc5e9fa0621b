import { getTranslations } from "next-intl/server";
import { KeyPlate } from "@/components/ui/key-plate";

/** The code again: whoever was sent here by somebody else finds out by it (RFC 8628 §5.4). */
export async function Comparison({ userCode }: { userCode: string }) {
  const t = await getTranslations("device");
  return (
    <section className="rounded-panel border border-ochre bg-panel p-4 text-center md:p-5">
      <h2 className="text-16">{t("compareTitle")}</h2>
      <p className="my-4">
        <KeyPlate
          value={userCode}
          className="[&>code]:min-h-12 [&>code]:px-4 [&>code]:text-28 [&>code]:tracking-widest"
        />
      </p>
      <p className="mx-auto max-w-[56ch] text-ink-2">{t("compareText")}</p>
    </section>
  );
}
