import clsx from "clsx";
import type { ReactNode } from "react";

type HeaderProps = { title: ReactNode; intro?: ReactNode; actions?: ReactNode; status?: ReactNode };

/** The head of a page: its one h1, a sentence, and what one can do. */
export function PageHeader({ title, intro, actions, status }: HeaderProps) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
      <div className="min-w-0 max-w-[68ch] space-y-1.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words text-28">{title}</h1>
          {status}
        </div>
        {intro && <p className="text-ink-2">{intro}</p>}
      </div>
      {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}

type PanelProps = { title?: ReactNode; intro?: ReactNode; children: ReactNode; className?: string; id?: string };

export function Panel({ title, intro, children, className, id }: PanelProps) {
  return (
    <section id={id} className={clsx("rounded-panel border border-line bg-panel p-4 md:p-5", className)}>
      {title && <h2 className="text-16">{title}</h2>}
      {intro && <p className="mt-1 max-w-[68ch] text-ink-2">{intro}</p>}
      <div className={clsx(title && "mt-4")}>{children}</div>
    </section>
  );
}

/** Facts as a description list: two columns where there is room. */
export function Facts({ rows }: { rows: { term: ReactNode; value: ReactNode; key: string }[] }) {
  return (
    <dl className="divide-y divide-line">
      {rows.map(({ key, term, value }) => (
        <div key={key} className="grid gap-1 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[200px_minmax(0,1fr)] sm:gap-4">
          <dt className="text-ink-3">{term}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
