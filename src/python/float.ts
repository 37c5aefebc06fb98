/**
 * Decimal digits of doubles, rounded as Python rounds them: to the nearest, and exact halves to the even digit.
 * JavaScript's `toFixed` and `toExponential` round halves away from zero.
 */

/** A float as Python's `repr` writes it. */
export function ofFloat(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x < 0 ? "-inf" : "inf";
  if (Object.is(x, -0)) return "-0.0";
  const [digits = "", power = "0"] = x.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) return `${digits}e${signed(exponent)}`;
  const text = String(x);
  return text.includes(".") ? text : `${text}.0`;
}

/** At least two digits in the exponent: `e-05`. */
export function signed(exponent: number): string {
  return `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** More digits than any exact half of a double has. */
const EXACT = 100;

/**
 * `x` with `digits` digits after the point.
 *
 * @example
 * fixed(0.125, 2); // "0.12"
 */
export function fixed(x: number, digits: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
  if (Math.abs(x) >= 1e21) return digits === 0 ? whole(x) : `${whole(x)}.${"0".repeat(digits)}`;
  if (digits >= EXACT) return x.toFixed(Math.min(digits, EXACT)) + "0".repeat(digits - EXACT);
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const exact = Math.abs(x).toFixed(EXACT);
  const end = exact.length - EXACT + digits;
  return sign + halfToEven(exact, digits === 0 ? end - 1 : end, Math.abs(x).toFixed(digits));
}

/** The mantissa and the exponent of `x`, with `digits` digits after the point. */
export function exponential(x: number, digits: number): readonly [mantissa: string, exponent: number] {
  const [mantissa = "", power = "0"] = x.toExponential(Math.min(digits, EXACT)).split("e");
  const [exact = "", exactPower] = x.toExponential(EXACT).split("e");
  const sign = x < 0 ? 1 : 0;
  const kept = digits === 0 ? 1 + sign : digits + 2 + sign;
  if (exactPower !== power) return [mantissa, Number(power)];
  return [halfToEven(exact, kept, mantissa), Number(power)];
}

/** `nearest`, or the first `end` characters of `exact` if exactly a half follows and they end in an even digit. */
function halfToEven(exact: string, end: number, nearest: string): string {
  const rest = exact.slice(end).replace(".", "");
  if (!/^50*$/.test(rest)) return nearest;
  const down = exact.slice(0, end);
  return Number(down.at(-1)) % 2 === 0 ? down : nearest;
}

const whole = (x: number): string => BigInt(x).toString();

/**
 * The nearest whole number, or the nearest number with `digits` digits after the point; of two equally near, the even
 * one.
 *
 * @example
 * round(2.5); // 2
 * round(2.675, 2); // 2.67
 */
export function round(x: number, digits?: number): number {
  // An integer has no negative zero; a float has.
  if (digits === undefined || Number.isInteger(x)) return nearest(x, digits ?? 0) + 0;
  return nearest(x, digits);
}

function nearest(x: number, digits: number): number {
  if (digits >= 0) return Number(fixed(x, digits));
  const unit = 10 ** -digits;
  const down = Math.floor(x / unit) * unit;
  const rest = x - down;
  if (rest * 2 === unit) return (down / unit) % 2 === 0 ? down : down + unit;
  return rest * 2 < unit ? down : down + unit;
}
