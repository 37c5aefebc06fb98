/** Means and deviations. Reference: https://docs.python.org/3.12/library/statistics.html */
import { StatisticsError } from "./errors.ts";

function numbers(values: Iterable<number>, least: number, name: string): number[] {
  const all = [...values];
  if (all.length < least)
    throw new StatisticsError(
      least === 1 ? `${name} requires at least one data point` : `${name} requires at least two data points`,
    );
  return all;
}

/**
 * @throws StatisticsError if there are no values.
 * @example
 * mean([1, 2, 6]); // 3
 */
export function mean(values: Iterable<number>): number {
  const all = numbers(values, 1, "mean");
  return exactSum(all) / all.length;
}

export const fmean = mean;

/** Without the rounding of each step. */
function exactSum(values: readonly number[]): number {
  let [sum, rest] = [0, 0];
  for (const x of values) {
    const next = sum + x;
    rest += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + rest;
}

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

function squares(all: readonly number[]): number {
  const middle = exactSum(all) / all.length;
  return exactSum(all.map((x) => (x - middle) ** 2));
}

export function variance(values: Iterable<number>): number {
  const all = numbers(values, 2, "variance");
  return squares(all) / (all.length - 1);
}

export function pvariance(values: Iterable<number>): number {
  const all = numbers(values, 1, "pvariance");
  return squares(all) / all.length;
}

/**
 * @example
 * stdev([1, 3]); // 1.4142135623730951
 */
export function stdev(values: Iterable<number>): number {
  return Math.sqrt(variance(numbers(values, 2, "stdev")));
}

export const pstdev = (values: Iterable<number>): number => Math.sqrt(pvariance(values));
