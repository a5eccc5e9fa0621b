import type { useFormatter } from "next-intl";

/** A day of the calendar in words; it is the same day wherever it is read. */
export const dayText =
  (format: ReturnType<typeof useFormatter>) =>
  (day: string): string =>
    format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: "long", timeZone: "UTC" });
