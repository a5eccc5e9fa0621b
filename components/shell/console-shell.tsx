import {
  BookOpen,
  Building2,
  KeyRound,
  LayoutDashboard,
  Menu,
  ScrollText,
  ShieldCheck,
  UserRound,
  Users,
} from "lucide-react";
import Link from "next/link";
import { getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Flash } from "@/components/ui/flash";
import { Mark } from "@/components/ui/mark";
import { local } from "@/lib/base-path";
import type { Context } from "@/lib/context";
import type { Messages } from "@/lib/i18n/messages-type";
import { type Permission, roleMay } from "@/lib/people/may";
import { Navigation, type NavigationItem } from "./navigation";
import { Preferences } from "./preferences";

type Person = Extract<Context["actor"], { kind: "person" }>;
type Entry = {
  key: keyof Messages["shell"]["entries"];
  href: string;
  within: string;
  Icon: typeof Menu;
  needs?: Permission;
};

const ENTRIES: Entry[] = [
  { key: "overview", href: "/", within: "/", Icon: LayoutDashboard, needs: "clients:read" },
  { key: "general", href: "/general", within: "/general", Icon: Building2, needs: "company:read" },
  { key: "people", href: "/people", within: "/people", Icon: Users, needs: "people:read" },
  { key: "security", href: "/security", within: "/security", Icon: ShieldCheck, needs: "security:read" },
  { key: "log", href: "/log", within: "/log", Icon: ScrollText, needs: "log:read" },
  { key: "connections", href: "/connections/api", within: "/connections", Icon: KeyRound, needs: "legacy:read" },
  { key: "account", href: "/account", within: "/account", Icon: UserRound },
];

async function entriesFor(person: Person): Promise<NavigationItem[]> {
  const t = await getTranslations("shell.entries");
  const role = person.membership?.role;
  return ENTRIES.filter(({ needs }) => !needs || (role && roleMay(role, needs))).map(({ key, href, within, Icon }) => ({
    href,
    within,
    label: t(key),
    icon: <Icon size={18} />,
  }));
}

type Props = { person: Person; switcher: ReactNode; signOut: ReactNode; children: ReactNode };

/** The frame of every signed-in page: sidebar, what was just done, content. */
export async function ConsoleShell({ person, switcher, signOut, children }: Props) {
  const t = await getTranslations("shell");
  const items = await entriesFor(person);
  const side = (
    <>
      {switcher}
      <Navigation label={t("navigation")} items={items} />
      <div className="mt-auto space-y-4 border-line border-t pt-4">
        <p className="flex items-center gap-2 text-13 text-ink-3">
          <BookOpen size={16} aria-hidden="true" />
          <a href={local("/openapi.json")}>{t("help")}</a>
        </p>
        <Preferences />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="w-full min-w-0 text-13">
            <bdi className="block truncate font-semibold">{person.name}</bdi>
            <span className="block truncate text-ink-3">{person.email}</span>
          </p>
          {signOut}
        </div>
      </div>
    </>
  );
  return (
    <div className="md:grid md:grid-cols-[240px_minmax(0,1fr)]">
      <header className="no-print border-line border-b bg-panel md:sticky md:top-0 md:h-dvh md:overflow-y-auto md:border-r md:border-b-0">
        <div className="flex items-center justify-between px-4 py-3 md:hidden">
          <Brand />
        </div>
        <details className="group px-4 pb-3 md:hidden">
          <summary className="flex min-h-11 list-none items-center gap-2 rounded-control border border-line-strong px-3 font-semibold">
            <Menu size={18} aria-hidden="true" />
            {t("menu")}
          </summary>
          <div className="mt-3 flex flex-col gap-4">{side}</div>
        </details>
        <div className="hidden min-h-full flex-col gap-5 px-3 py-4 md:flex">
          <div className="px-2">
            <Brand />
          </div>
          {side}
        </div>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none md:px-8 md:py-8">
        <div className="mx-auto max-w-[1200px]">
          <Flash messages={(await getMessages()).flash} />
          {children}
        </div>
      </main>
    </div>
  );
}

export function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2 text-16 text-ink no-underline hover:no-underline">
      <Mark size={22} className="text-brass" />
      <span className="font-semibold tracking-tight">Postern</span>
    </Link>
  );
}
