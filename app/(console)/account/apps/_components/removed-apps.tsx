import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { When } from "@/components/ui/when";
import type { GrantView } from "@/lib/grants/view";

function Ended({ grant: { revoked, expiresAt } }: { grant: GrantView }) {
  const at = revoked?.at ?? expiresAt;
  return at && <When at={at} />;
}

/** What ended within a year: by itself, or taken back by the reader or by staff of the company. */
export async function RemovedApps({ grants }: { grants: GrantView[] }) {
  const t = await getTranslations("account.apps");
  return (
    <section className="mt-10">
      <h2 className="mb-1 text-20">{t("removedTitle")}</h2>
      <p className="mb-4 text-ink-2">{t("removedIntro")}</p>
      <DataTable
        caption={t("removedTitle")}
        rows={grants}
        keyOf={({ id }) => id}
        columns={[
          {
            key: "app",
            header: t("app"),
            names: true,
            cell: ({ client }) => <bdi className="break-words font-semibold">{client.name}</bdi>,
          },
          { key: "company", header: t("company"), cell: ({ company }) => <bdi>{company.name}</bdi> },
          { key: "allowed", header: t("allowedAt"), cell: ({ createdAt }) => <When at={createdAt} /> },
          { key: "removed", header: t("removedAt"), cell: (grant) => <Ended grant={grant} /> },
          {
            key: "by",
            header: t("removedBy"),
            cell: ({ status, revoked }) =>
              status === "ended" ? t("byItself") : revoked?.by && <bdi>{revoked.by}</bdi>,
          },
        ]}
      />
    </section>
  );
}
