/** Dates as Python's `strftime` writes them. Reference: https://docs.python.org/3.12/library/datetime.html#format-codes */

const PARTS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  A: { weekday: "long" },
  a: { weekday: "short" },
  B: { month: "long" },
  b: { month: "short" },
};

/**
 * @example
 * strftime(new Date(2024, 0, 5, 9, 7), "%Y-%m-%d %H:%M"); // "2024-01-05 09:07"
 */
export function strftime(date: Date, format: string): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const known: Readonly<Record<string, () => string>> = {
    Y: () => String(date.getFullYear()),
    y: () => two(date.getFullYear() % 100),
    m: () => two(date.getMonth() + 1),
    d: () => two(date.getDate()),
    H: () => two(date.getHours()),
    I: () => two(date.getHours() % 12 || 12),
    M: () => two(date.getMinutes()),
    S: () => two(date.getSeconds()),
    f: () => `${String(date.getMilliseconds()).padStart(3, "0")}000`,
    p: () => (date.getHours() < 12 ? "AM" : "PM"),
    "%": () => "%",
  };
  return format.replace(/%([%a-zA-Z])/g, (whole, code: string) => {
    const named = PARTS[code];
    return named === undefined ? (known[code]?.() ?? whole) : date.toLocaleDateString("en-US", named);
  });
}

/** Blocks everything for the given number of seconds. */
export function sleep(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}
