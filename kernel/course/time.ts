/** When something was handed in, as nbgrader writes it: `2026-11-30 23:59:30.123456 KST`, in whatever zone its server was set to. */

const HOUR = 3_600_000;

/**
 * The abbreviations that Python's `%Z` gives for time zones of universities. Some have several meanings, but within one course only one,
 * and only times within a course are compared.
 */
// prettier-ignore
const OFFSETS: Readonly<Record<string, number>> = {
  UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3, IST: 5.5, PKT: 5, WIB: 7,
  HKT: 8, SGT: 8, AWST: 8, KST: 9, JST: 9, ACST: 9.5, ACDT: 10.5, AEST: 10, AEDT: 11, NZST: 12, NZDT: 13, NST: -3.5,
  NDT: -2.5, AST: -4, ADT: -3, EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9,
  AKDT: -8, HST: -10, SAST: 2, EAT: 3, WAT: 1,
};

const FORM = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(.*)$/;

/** How many milliseconds a zone's clocks are ahead of UTC at an instant; undefined if it is not a zone. */
function aheadAt(zone: string, instant: number): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat("en", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    }).formatToParts(instant);
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)!.value);
    const clock = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
    return clock - Math.floor(instant / 1000) * 1000;
  } catch {
    return undefined;
  }
}

/** Converts the time that the zone's clocks show to UTC; in an hour that occurs twice, the first is meant. */
function atZone(shown: number, zone: string): number | undefined {
  // Taken the day before and the day after: one of the two offsets applies.
  const aheads = [aheadAt(zone, shown - 24 * HOUR), aheadAt(zone, shown + 24 * HOUR)];
  const fits = aheads.flatMap((ahead) =>
    ahead !== undefined && aheadAt(zone, shown - ahead) === ahead ? [shown - ahead] : [],
  );
  if (fits.length > 0) return Math.min(...fits);
  // A time that the clocks skip.
  return aheads[0] === undefined ? undefined : shown - aheads[0];
}

/**
 * The instant that a time stands for, in milliseconds since 1970 UTC; undefined if it is not a time, or its zone is not known.
 * @param fallback the zone of a time that names none: nbgrader's are UTC
 */
export function instantOf(text: string, fallback = "UTC"): number | undefined {
  const match = FORM.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const shown = Date.UTC(year!, month! - 1, day, hour, minute, second) + Number(`0.${match[7] ?? "0"}`) * 1000;
  const date = new Date(shown);
  // Refuses the 31st of a month that has 30 days, or hour 25.
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day || date.getUTCHours() !== hour) return undefined;
  const zone = match[8]!.trim() || fallback;
  const offset = /^(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?$/.exec(zone);
  if (offset !== null) {
    const ahead = Number(offset[2]) * HOUR + Number(offset[3] ?? 0) * 60_000;
    return shown - (offset[1] === "-" ? -ahead : ahead);
  }
  const known = OFFSETS[zone];
  return known === undefined ? atZone(shown, zone) : shown - known * HOUR;
}

/** Negative if the first time is earlier. Times that cannot be interpreted are compared as text. */
export function compareTimes(one: string, other: string): number {
  const [a, b] = [instantOf(one), instantOf(other)];
  if (a !== undefined && b !== undefined) return a - b;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** `2 h 5 min`, for a table. */
export function lengthOf(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
