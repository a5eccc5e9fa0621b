import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/layout";
import { When } from "@/components/ui/when";
import { deviceOf } from "@/lib/session/device";
import type { SessionRow } from "@/lib/session/list";
import { endOne } from "../actions";

type Named = SessionRow & { device: string };

/** Where the reader is signed in, this session first said to be it, and how to end the others. */
export async function Sessions({ sessions }: { sessions: SessionRow[] }) {
  const t = await getTranslations("account.security");
  const nameOf = ({ userAgent }: SessionRow): string => {
    const { browser, system } = deviceOf(userAgent);
    return browser && system ? t("device", { browser, system }) : (browser ?? system ?? t("unknownDevice"));
  };
  const rows: Named[] = sessions.map((session) => ({ ...session, device: nameOf(session) }));
  const act = ({ sessionId, isCurrent, device }: Named) =>
    !isCurrent && (
      <form action={endOne}>
        <input type="hidden" name="sessionId" value={sessionId} />
        <button type="submit" aria-label={t("endNamed", { device })} className={buttonClass("secondary", true)}>
          {t("end")}
        </button>
      </form>
    );
  return (
    <Panel title={t("sessionsTitle")} intro={t("sessionsIntro")}>
      <DataTable
        caption={t("sessionsTitle")}
        rows={rows}
        keyOf={({ sessionId }) => sessionId}
        columns={[
          {
            key: "device",
            header: t("deviceColumn"),
            names: true,
            cell: ({ device, isCurrent }) => (
              <>
                <span className="block font-semibold">{device}</span>
                {isCurrent && <span className="text-13 text-moss">{t("thisSession")}</span>}
              </>
            ),
          },
          { key: "address", header: t("address"), cell: ({ ip }) => <span className="break-all">{ip ?? "–"}</span> },
          { key: "seen", header: t("lastSeen"), cell: ({ lastSeenAt }) => <When at={lastSeenAt} /> },
          { key: "since", header: t("signedInAt"), cell: ({ createdAt }) => <When at={createdAt} /> },
          { key: "act", header: t("actions"), cell: act },
        ]}
      />
      {rows.length > 1 && (
        <div className="mt-4">
          <LinkButton href="/account/security?confirm=others" scroll={false}>
            {t("endOthers")}
          </LinkButton>
        </div>
      )}
    </Panel>
  );
}
