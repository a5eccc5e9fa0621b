import { GeistSans } from "geist/font/sans";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { Zone } from "@/components/shell/zone";
import { UiTextsProvider } from "@/components/ui/texts";
import { chosenTheme } from "@/lib/doors/preference";
import { ZONE_COOKIE } from "@/lib/i18n/request";
import "./globals.css";

/** No title: it would come before that of the page, and the first one counts. */
export const metadata: Metadata = { robots: { index: false, follow: false } };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, { ui }, theme, jar] = await Promise.all([getLocale(), getMessages(), chosenTheme(), cookies()]);
  const zone = jar.get(ZONE_COOKIE)?.value ?? null;
  return (
    <html lang={locale} data-theme={theme ?? undefined} className={GeistSans.variable}>
      <body>
        <a
          href="#main"
          className="sr-only z-20 rounded-control bg-brass px-4 py-3 font-semibold text-on-brass focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          {ui.skip}
        </a>
        <UiTextsProvider texts={ui}>
          <Zone cookie={ZONE_COOKIE} known={zone} />
          {children}
        </UiTextsProvider>
      </body>
    </html>
  );
}
