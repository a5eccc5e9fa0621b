import { useTranslations } from "next-intl";
import type { EventView } from "@/lib/audit/read";
import { Subject } from "./subject";

const KINDS = ["person", "token", "client", "system", "nobody"] as const;
type ActorKind = (typeof KINDS)[number];

/** Who acted: by name, and what kind of actor it was where that is not a person. */
export function Actor({ actor }: { actor: EventView["actor"] }) {
  const t = useTranslations("log.actors");
  const kind: ActorKind = KINDS.find((known) => known === actor.kind) ?? "system";
  if (!actor.id) return <span className="text-ink-3">{t(kind)}</span>;
  return (
    <>
      <Subject of={actor} />
      {kind !== "person" && <span className="block text-13 text-ink-3">{t(kind)}</span>}
    </>
  );
}
