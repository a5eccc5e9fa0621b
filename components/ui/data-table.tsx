import clsx from "clsx";
import type { ReactNode } from "react";

export type Column<R> = {
  key: string;
  header: string;
  cell: (row: R) => ReactNode;
  /** Right-aligned figures. */
  numeric?: boolean;
  /** The cell that names the row: the only link, and its header for screen readers. */
  names?: boolean;
};

type Props<R> = {
  caption: string;
  columns: Column<R>[];
  rows: R[];
  keyOf: (row: R) => string;
  /** A control before each row, and its column's name: check boxes of a form around the table. */
  pick?: { header: string; cell: (row: R) => ReactNode };
  isMuted?: (row: R) => boolean;
};

/** A real table from one column definition; under 768 px each row becomes a labelled block. */
export function DataTable<R>({ caption, columns, rows, keyOf, pick, isMuted }: Props<R>) {
  return (
    // Where its columns need more room than there is, the table scrolls and not the page. The padding leaves room for focus rings.
    <div className="-mx-1 relative overflow-x-auto px-1 py-1">
      <table className="rows w-full border-collapse text-start">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line-strong border-b text-12 text-ink-3">
            {pick && (
              <th scope="col" className="w-9 py-2">
                <span className="sr-only">{pick.header}</span>
              </th>
            )}
            {columns.map(({ key, header, numeric }) => (
              <th
                key={key}
                scope="col"
                className={clsx("px-3 py-2 font-semibold first:pl-0 last:pr-0", numeric ? "text-end" : "text-start")}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={clsx("border-line border-b", isMuted?.(row) && "text-ink-3")}>
              {pick && <td className="align-middle max-md:float-end md:h-11 md:pr-2">{pick.cell(row)}</td>}
              {columns.map(({ key, header, cell, numeric, names }) =>
                names ? (
                  <th
                    key={key}
                    scope="row"
                    className="text-start align-middle font-normal md:h-11 md:px-3 md:py-2 md:first:pl-0"
                  >
                    {cell(row)}
                  </th>
                ) : (
                  <td
                    key={key}
                    data-label={header}
                    className={clsx(
                      "align-middle md:h-11 md:px-3 md:py-2 md:first:pl-0 md:last:pr-0",
                      numeric && "md:text-end md:tabular-nums",
                    )}
                  >
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
