import { CopyButton } from "./copy-button";

/** A sample to take along; long lines wrap, so that nothing has to be scrolled to. `label` names what is copied. */
export function CodeBlock({ code, name, label }: { code: string; name: string; label: string }) {
  return (
    <figure className="overflow-hidden rounded-control border border-line-strong bg-panel">
      <figcaption className="flex items-center justify-between gap-3 border-line border-b px-3 py-1.5">
        <span className="font-mono text-12 text-ink-3">{name}</span>
        <CopyButton value={code} label={label} />
      </figcaption>
      <pre className="whitespace-pre-wrap p-3 font-mono text-13 [overflow-wrap:anywhere]">{code}</pre>
    </figure>
  );
}
