import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Tabs } from "@/components/shell/navigation";

/** What everybody who is signed in has of their own. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("shell.accountTabs");
  return (
    <>
      <Tabs
        label={t("label")}
        items={[
          { href: "/account", within: "/account", isExact: true, label: t("profile") },
          { href: "/account/apps", within: "/account/apps", label: t("apps") },
          { href: "/account/security", within: "/account/security", label: t("security") },
        ]}
      />
      {children}
    </>
  );
}
