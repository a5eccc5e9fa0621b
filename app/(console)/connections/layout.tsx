import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Tabs } from "@/components/shell/navigation";

/** The tabs of the documented area "API connections". */
export default async function ConnectionsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("shell.tabs");
  const tab = (path: string, label: string) => ({
    href: `/connections/${path}`,
    within: `/connections/${path}`,
    label,
  });
  return (
    <>
      <Tabs
        label={t("label")}
        items={[
          tab("api", t("api")),
          tab("oauth-users", t("oauthUsers")),
          tab("authorizations", t("authorizations")),
          tab("tokens", t("tokens")),
        ]}
      />
      {children}
    </>
  );
}
