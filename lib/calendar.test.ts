import { describe, expect, it } from "vitest";
import { dayOf, endOfDay, isTimeZone, plusDays, plusYears, startOfDay, zoneOr } from "./calendar";
import { hours } from "./duration";

/** Day, zone, first instant, first instant of the next day, hours. */
const DAYS: [string, string, string, string, number][] = [
  ["2026-11-24", "UTC", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", 24],
  ["2026-11-24", "America/Bogota", "2026-11-24T05:00:00Z", "2026-11-25T05:00:00Z", 24],
  ["2026-11-24", "Asia/Kathmandu", "2026-11-23T18:15:00Z", "2026-11-24T18:15:00Z", 24],
  ["2026-11-24", "Pacific/Kiritimati", "2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z", 24],
  ["2026-03-29", "Europe/Paris", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23],
  ["2026-10-25", "Europe/Paris", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25],
  ["2026-03-08", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 23],
  ["2026-11-01", "America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25],
  // Half an hour of summer time.
  ["2026-04-05", "Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z", 24.5],
  // Midnight is skipped: the day begins at 01:00.
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", 23],
  // The clock goes from midnight back to 23:00: that hour still belongs to the day before.
  ["2018-02-17", "America/Sao_Paulo", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z", 25],
  // Midnight comes twice: the day begins with the first.
  ["2026-11-01", "America/Havana", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25],
  ["2028-02-29", "Europe/Moscow", "2028-02-28T21:00:00Z", "2028-02-29T21:00:00Z", 24],
  ["2038-01-19", "UTC", "2038-01-19T00:00:00Z", "2038-01-20T00:00:00Z", 24],
  ["9999-12-30", "UTC", "9999-12-30T00:00:00Z", "9999-12-31T00:00:00Z", 24],
];

describe("a day", () => {
  it.each(DAYS)("%s in %s lies between its midnights (#419, #532)", (day, zone, start, end, length) => {
    expect(startOfDay(day, zone)).toEqual(new Date(start));
    expect(endOfDay(day, zone)).toEqual(new Date(end));
    expect(endOfDay(day, zone).getTime() - startOfDay(day, zone).getTime()).toBe(hours(length));
  });

  it.each(DAYS)("%s in %s holds its first and its last millisecond", (day, zone, start, end) => {
    expect(dayOf(new Date(start), zone)).toBe(day);
    expect(dayOf(new Date(new Date(end).getTime() - 1), zone)).toBe(day);
    expect(dayOf(new Date(end), zone)).toBe(plusDays(day, 1));
  });

  it("is counted on the calendar", () => {
    expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(plusDays("2026-02-27", 2)).toBe("2026-03-01");
    expect(plusYears("2028-02-29", 1)).toBe("2029-02-28");
  });
});

it("knows time zones, and nothing else as one", () => {
  for (const zone of ["UTC", "Europe/Paris", "America/Argentina/Buenos_Aires"]) expect(isTimeZone(zone)).toBe(true);
  for (const zone of ["", "Nowhere/Here", "Europe/Paris\u0000", "x".repeat(10_000)])
    expect(isTimeZone(zone)).toBe(false);
  expect([zoneOr(null), zoneOr("Nowhere/Here"), zoneOr("Asia/Tokyo")]).toEqual(["UTC", "UTC", "Asia/Tokyo"]);
});
