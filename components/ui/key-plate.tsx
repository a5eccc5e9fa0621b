import clsx from "clsx";
import { CopyButton } from "./copy-button";

const HEAD = /^(pst_[a-z]{2}_)(.*)$/;

type Props =
  | { value: string; copyLabel?: string; hint?: undefined; prefix?: undefined; className?: string }
  | { hint: string; prefix?: string; value?: undefined; copyLabel?: undefined; className?: string };

/**
 * The key plate: wherever a key, client ID, token or secret stands, it stands on this. A masked one shows its prefix and
 * its last four characters, and dots whose number tells nothing.
 */
export function KeyPlate({ value, hint, prefix, copyLabel, className }: Props) {
  const [, head = "", rest = value ?? ""] = HEAD.exec(value ?? "") ?? [];
  return (
    <span className={clsx("inline-flex max-w-full items-center gap-2 align-middle", className)}>
      <code className="inline-flex min-h-7 min-w-0 items-center rounded-control border border-line-strong bg-panel px-2 font-mono text-13 [box-shadow:inset_0_0_0_2px_var(--stone-0)]">
        <span className="text-brass">{prefix ?? head}</span>
        <span className="min-w-0 break-all">{value === undefined ? "" : rest}</span>
        {value === undefined && (
          <>
            <span aria-hidden="true" className="tracking-widest text-ink-3">
              ••••••
            </span>
            <span>{hint}</span>
          </>
        )}
      </code>
      {value !== undefined && copyLabel && <CopyButton value={value} label={copyLabel} />}
    </span>
  );
}
