import { useTranslations } from "next-intl";
import { ListBar } from "@/components/ui/list-bar";
import type { EventView } from "@/lib/audit/read";
import { useFilters, useHeld } from "./filters";

const namesOf = (events: EventView[]): Map<string, string> =>
  new Map(
    events.flatMap(({ actor, target }) =>
      [actor, target].flatMap((one) => (one?.id && one.name ? [[one.id, one.name] as const] : [])),
    ),
  );

type Props = { path: string; search: Record<string, string | undefined>; events: EventView[] };

export function LogBar({ path, search, events }: Props) {
  const t = useTranslations("log.filters");
  return (
    <ListBar
      path={path}
      search={search}
      searchLabel={t("search")}
      filters={useFilters()}
      dates={[
        { name: "from", label: t("from") },
        { name: "to", label: t("to") },
      ]}
      held={useHeld(search, namesOf(events))}
    />
  );
}
