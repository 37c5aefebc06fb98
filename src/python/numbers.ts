/** Arithmetic for which Python's results differ from JavaScript's. */
import { ValueError, ZeroDivisionError } from "./errors.ts";
import { repr } from "./text.ts";

/**
 * The remainder of a division, with the sign of the divisor.
 *
 * @throws ZeroDivisionError
 * @example
 * mod(-7, 3); // 2
 */
export function mod(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError("integer modulo by zero");
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
}

/**
 * The quotient of a division, rounded down.
 *
 * @throws ZeroDivisionError
 * @example
 * floorDivide(-7, 2); // -4
 */
export function floorDivide(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError("integer division or modulo by zero");
  // Computed from the remainder, as in Python: the quotient itself may have been rounded up.
  return Math.round((a - mod(a, b)) / b) + 0;
}

/**
 * A division that throws where JavaScript's gives infinity.
 *
 * @throws ZeroDivisionError
 * @example
 * divide(1, 4); // 0.25
 */
export function divide(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError("division by zero");
  return a / b;
}

/**
 * A string or a number as a whole number.
 *
 * @throws ValueError if the string is not one.
 * @example
 * int("12"); // 12
 * int(-3.9); // -3
 */
export function int(value: string | number | boolean, base = 10): number {
  if (typeof value !== "string") return Math.trunc(Number(value)) + 0;
  const text = value.trim().replaceAll("_", "").toLowerCase();
  const digits = text.replace(/^[-+]?/, "").replace({ 2: /^0b/, 8: /^0o/, 16: /^0x/ }[base] ?? /^(?!)/, "");
  const known = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  if (digits === "" || Array.from(digits).some((digit) => !known.includes(digit)))
    throw new ValueError(`invalid literal for int() with base ${base}: ${repr(value)}`);
  return parseInt(digits, base) * (text.startsWith("-") ? -1 : 1) + 0;
}

/**
 * A string as a number; of a tensor its one element.
 *
 * @throws ValueError if it is not one.
 * @example
 * float("1e3"); // 1000
 */
export function float(value: string | number | boolean | { item(): number | boolean }): number {
  if (typeof value !== "string") return Number(typeof value === "object" ? value.item() : value);
  const text = value.trim().replaceAll("_", "").toLowerCase();
  const named = { inf: Infinity, infinity: Infinity, nan: NaN }[text.replace(/^[-+]/, "")];
  if (named !== undefined) return text.startsWith("-") ? -named : named;
  if (text === "" || Number.isNaN(Number(text)) || /^[-+]?0[box]/.test(text))
    throw new ValueError(`could not convert string to float: ${repr(value)}`);
  return Number(text);
}
