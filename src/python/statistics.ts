/**
 * Means and deviations, computed from exact fractions and rounded once, as Python does.
 * Reference: https://docs.python.org/3.12/library/statistics.html
 */
import { StatisticsError } from "./errors.ts";

function numbers(values: Iterable<number>, least: number, name: string): number[] {
  const all = [...values];
  if (all.length < least)
    throw new StatisticsError(`${name} requires at least ${least === 1 ? "one data point" : "two data points"}`);
  return all;
}

/** Every double is a whole number of these. */
const UNIT = 1074n;

function exact(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const digits = word & 0xfffffffffffffn;
  const size = exponent === 0n ? digits : (digits | 0x10000000000000n) << (exponent - 1n);
  return word >> 63n === 1n ? -size : size;
}

const lengthOf = (x: bigint): number => x.toString(2).length;

/** `top / bottom` times 2 to the power of `scale`, rounded once. */
function rounded(top: bigint, bottom: bigint, scale: bigint): number {
  if (top === 0n) return 0;
  const size = top < 0n ? -top : top;
  const shift = BigInt(70 + lengthOf(bottom) - lengthOf(size));
  const [over, under] = shift > 0n ? [size << shift, bottom] : [size, bottom << -shift];
  const quotient = over / under;
  // What was cut off matters only where it decides between two neighbours.
  const sticky = over % under === 0n ? 0n : 1n;
  const value = scaled(Number(quotient | sticky), Number(scale - shift));
  return top < 0n ? -value : value;
}

/** In two steps, because one power of 2 may be out of range. */
const scaled = (x: number, power: number): number =>
  x * 2 ** Math.trunc(power / 2) * 2 ** (power - Math.trunc(power / 2));

const total = (values: readonly number[]): bigint => values.reduce((sum, x) => sum + exact(x), 0n);

/**
 * @throws StatisticsError if there are no values.
 * @example
 * mean([0.1, 0.2, 0.3]); // 0.2
 */
export function mean(values: Iterable<number>): number {
  const all = numbers(values, 1, "mean");
  if (!all.every((x) => Number.isFinite(x))) return all.reduce((a, b) => a + b, 0) / all.length;
  return rounded(total(all), BigInt(all.length), -UNIT);
}

export const fmean = mean;

export function median(values: Iterable<number>): number {
  const all = numbers(values, 1, "median").sort((a, b) => a - b);
  const half = all.length >> 1;
  return all.length % 2 === 1 ? all[half]! : (all[half - 1]! + all[half]!) / 2;
}

export function mode<T>(values: Iterable<T>): T {
  const counts = new Map<T, number>();
  for (const each of values) counts.set(each, (counts.get(each) ?? 0) + 1);
  if (counts.size === 0) throw new StatisticsError("no mode for empty data");
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** The variance as a fraction, in units of 2 to the power of -2148. */
function fraction(all: readonly number[], less: number): readonly [top: bigint, bottom: bigint] {
  const n = BigInt(all.length);
  const squares = all.reduce((sum, x) => sum + exact(x) ** 2n, 0n);
  return [n * squares - total(all) ** 2n, n * (n - BigInt(less))];
}

export function variance(values: Iterable<number>): number {
  return rounded(...fraction(numbers(values, 2, "variance"), 1), -2n * UNIT);
}

export function pvariance(values: Iterable<number>): number {
  return rounded(...fraction(numbers(values, 1, "pvariance"), 0), -2n * UNIT);
}

/** The square root of a fraction in units of 2 to the power of -2148. */
function root([top, bottom]: readonly [top: bigint, bottom: bigint]): number {
  if (top === 0n) return 0;
  const shift = BigInt(140 + lengthOf(bottom) - lengthOf(top));
  const even = shift + (shift % 2n);
  const [over, under] = even > 0n ? [top << even, bottom] : [top, bottom << -even];
  const square = over / under;
  const found = floorRoot(square);
  const sticky = found * found === square && over % under === 0n ? 0n : 1n;
  return scaled(Number((found << 1n) | sticky), Number(-UNIT - even / 2n - 1n));
}

function floorRoot(x: bigint): bigint {
  if (x < 2n) return x;
  let at = 1n << BigInt((lengthOf(x) + 1) >> 1);
  for (;;) {
    const next = (at + x / at) >> 1n;
    if (next >= at) return at;
    at = next;
  }
}

/**
 * @example
 * stdev([1, 2, 4]); // 1.5275252316519468
 */
export const stdev = (values: Iterable<number>): number => root(fraction(numbers(values, 2, "stdev"), 1));

export const pstdev = (values: Iterable<number>): number => root(fraction(numbers(values, 1, "pstdev"), 0));
