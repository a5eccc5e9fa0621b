import clsx from "clsx";
import { RotateCw, Search, X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { COUNT_LIMIT } from "@/lib/paging";
import { buttonClass } from "./button-class";

type Choice = { value: string; label: string };
export type Filter = {
  name: string;
  label: string;
  /** What no choice means, where that is not everything. */
  all?: string;
  choices: Choice[];
  groups?: { label: string; choices: Choice[] }[];
};
/** A narrowing that no control stands for, such as "the same person": a chip that can be taken away. */
export type Held = { name: string; label: string; removeLabel: string };
type Query = Record<string, string | undefined>;

type BarProps = {
  path: string;
  search: Query;
  searchLabel?: string;
  filters?: Filter[];
  dates?: { name: string; label: string }[];
  held?: Held[];
  /** Narrowings that the page shows by itself: a search keeps them. */
  kept?: string[];
};

/** An address with what was given of a query. */
export const addressOf = (path: string, search: Query): string => {
  const given = Object.entries(search).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
};

/** What a GET form takes along of a query, so that the list stays as it was narrowed while it asks for something else. */
export const Kept = ({ query }: { query: Query }) =>
  Object.entries(query).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />);

/** Search and filters of a list as a GET form: the address is the whole state, so it works without JavaScript. */
export function ListBar({ path, search, searchLabel, filters = [], dates = [], held = [], kept = [] }: BarProps) {
  const t = useTranslations("common.list");
  const isNarrowed = Boolean(search.search) || [...filters, ...dates, ...held].some(({ name }) => search[name]);
  return (
    <search>
      <HeldChips {...{ path, search, held }} />
      <Form action={path} className="mb-3 flex flex-wrap items-end gap-3">
        {[...held.map(({ name }) => name), ...kept.filter((name) => search[name])].map((name) => (
          <input key={name} type="hidden" name={name} value={search[name]} />
        ))}
        {searchLabel && (
          <label className="min-w-0 grow basis-52">
            <span className="mb-1 block text-12 text-ink-3">{searchLabel}</span>
            <input type="search" name="search" defaultValue={search.search} maxLength={80} className="control" />
          </label>
        )}
        {filters.map(({ name, label, all, choices, groups = [] }) => (
          <label key={name} className="min-w-36 grow basis-36 md:grow-0">
            <span className="mb-1 block text-12 text-ink-3">{label}</span>
            <select key={search[name]} name={name} defaultValue={search[name] ?? ""} className="control">
              <option value="">{all ?? t("all")}</option>
              <Options choices={choices} />
              {groups.map((group) => (
                <optgroup key={group.label} label={group.label}>
                  <Options choices={group.choices} />
                </optgroup>
              ))}
            </select>
          </label>
        ))}
        {dates.map(({ name, label }) => (
          <label key={name} className="min-w-36 grow basis-36 md:grow-0">
            <span className="mb-1 block text-12 text-ink-3">{label}</span>
            <input key={search[name]} type="date" name={name} defaultValue={search[name]} className="control" />
          </label>
        ))}
        <button type="submit" className={buttonClass("secondary")}>
          <Search size={16} aria-hidden="true" />
          {t("apply")}
        </button>
        {isNarrowed && (
          <Link href={path} className={buttonClass("quiet")}>
            {t("clear")}
          </Link>
        )}
      </Form>
    </search>
  );
}

const Options = ({ choices }: { choices: Choice[] }) =>
  choices.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));

function HeldChips({ path, search, held }: { path: string; search: Query; held: Held[] }) {
  if (held.length === 0) return null;
  const { cursor: _cursor, done: _done, ...kept } = search;
  return (
    <ul className="mb-3 flex flex-wrap gap-2">
      {held.map(({ name, label, removeLabel }) => (
        <li key={name}>
          <Link
            href={addressOf(path, { ...kept, [name]: undefined })}
            aria-label={removeLabel}
            className={clsx(buttonClass("secondary", true), "max-w-full break-all")}
          >
            <bdi>{label}</bdi>
            <X size={14} aria-hidden="true" className="shrink-0" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

type FootProps = { path: string; search: Query; shown: number; total: number; next: string | null };

/** How many are shown of how many, refresh, and the way to the next page and back to the first. */
export function ListFoot({ path, search, shown, total, next }: FootProps) {
  const t = useTranslations("common.list");
  const format = useFormatter();
  const now = useNow();
  const { cursor, done: _done, ...kept } = search;
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-3 text-13 text-ink-3">
      <p>
        {total > COUNT_LIMIT ? t("shownOfMany", { shown, limit: COUNT_LIMIT }) : t("shown", { shown, total })}
        {" · "}
        <a
          href={addressOf(path, { ...kept, cursor })}
          className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap align-middle"
        >
          <RotateCw size={13} aria-hidden="true" />
          {t("refresh")}
        </a>{" "}
        <span className="whitespace-nowrap">
          {t("updated", { time: format.dateTime(now, { timeStyle: "short" }) })}
        </span>
      </p>
      {(cursor || next) && (
        <nav aria-label={t("pages")} className="flex gap-2">
          {cursor && (
            <Link href={addressOf(path, kept)} className={buttonClass("secondary", true)}>
              {t("first")}
            </Link>
          )}
          {next && (
            <Link href={addressOf(path, { ...kept, cursor: next })} className={buttonClass("secondary", true)}>
              {t("next")}
            </Link>
          )}
        </nav>
      )}
    </div>
  );
}
