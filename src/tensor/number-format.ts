/**
 * Python's number formats. Both languages round the exact binary value to the nearest decimal; on a tie Python takes the even
 * digit, JavaScript the one farther from zero.
 */

/** Whether `x` is an odd multiple of 2^-(digits + 1): these, and only these, are ties between two decimals of that many digits. */
const isTie = (x: number, digits: number): boolean => Math.abs((x * 2 ** (digits + 1)) % 2) === 1;

/** Replaces an odd last digit with the one before it: the even neighbour of a tie that was rounded away from zero. */
const evenBefore = (digits: string): string =>
  Number(digits.at(-1)) % 2 === 1 ? digits.slice(0, -1) + (Number(digits.at(-1)) - 1) : digits;

const special = (x: number): string | undefined =>
  Number.isNaN(x) ? "nan" : x === Infinity ? "inf" : x === -Infinity ? "-inf" : undefined;

/**
 * Python's `f"{x:.{precision}f}"`.
 *
 * ```ts
 * fixed(0.125, 2); // "0.12"
 * ```
 */
export function fixed(x: number, precision: number): string {
  const name = special(x);
  if (name !== undefined) return name;
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const size = Math.abs(x);
  if (size >= 1e21) return sign + BigInt(size) + (precision > 0 ? "." + "0".repeat(precision) : "");
  const digits = size.toFixed(precision);
  return sign + (isTie(size, precision) ? evenBefore(digits) : digits);
}

/**
 * Python's `f"{x:.{precision}e}"`.
 *
 * ```ts
 * scientific(12345, 4); // "1.2345e+04"
 * ```
 */
export function scientific(x: number, precision: number): string {
  const name = special(x);
  if (name !== undefined) return name;
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const size = Math.abs(x);
  const [digits, exponent] = size.toExponential(precision).split("e") as [string, string];
  const power = Number(exponent);
  const mantissa = isMantissaTie(size, precision - power) ? evenBefore(digits) : digits;
  return `${sign}${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/**
 * Whether `x` lies midway between two neighbours of `decimals` digits after the point; digits before the point if
 * negative.
 */
function isMantissaTie(x: number, decimals: number): boolean {
  if (decimals >= 0) return isTie(x, decimals);
  if (!Number.isInteger(x)) return false;
  const step = 10n ** BigInt(-decimals);
  return BigInt(x) % step === step / 2n;
}

/** A number as Python prints a float: `0.5`, `1.0`, `1e-05`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
    const digits = exponent.slice(1).padStart(2, "0");
    return `${mantissa}e${exponent[0]}${digits}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
