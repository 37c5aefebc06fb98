/** Python's helpers for loops, lazily: a loop over a DataLoader loads one batch at a time. */

import { optional, overloads, required, rest, signature } from "../shape/index.ts";
import * as is from "../shape/kinds.ts";

/** The element type of a loop over `S`; for `any`, as returned by `tolist()`, again `any`. */
// oxlint-disable-next-line typescript/no-explicit-any -- unknown would stand in the way of right code
type Yielded<S> = 0 extends 1 & S ? any : S extends Iterable<infer T> ? T : never;

/** What a loop can iterate over. */
const iterable = is.kind(
  "iterable: an array, a DataLoader, a Map",
  (value): value is Iterable<unknown> =>
    value !== null &&
    value !== undefined &&
    typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === "function",
  { isObject: true },
);
const enumerateSignature = signature("enumerate", { iterable: required(iterable), start: optional(is.int, 0) });
const zipSignature = signature("zip", { iterables: rest(is.listOf(iterable)) });
const step = is.where(is.int, "int other than 0", (value) => value !== 0);
const rangeSignature = overloads("range", {
  stop: { stop: required(is.int) },
  all: { start: required(is.int), stop: required(is.int), step: optional(step, 1) },
});

/**
 * The values with their positions: `for (const [i, batch] of enumerate(loader))`.
 * See https://docs.python.org/3/library/functions.html#enumerate.
 *
 * @example
 * [...enumerate(["a", "b"], 1)]; // [[1, 'a'], [2, 'b']]
 */
export function enumerate<S extends Iterable<unknown>>(
  iterable: S,
  start?: number,
): Generator<[number, Yielded<S>], void, undefined>;
export function enumerate<S extends Iterable<unknown>>(
  iterable: S,
  options: { readonly start?: number },
): Generator<[number, Yielded<S>], void, undefined>;
export function enumerate(...given: unknown[]): Generator<[number, unknown], void, undefined> {
  const { iterable, start } = enumerateSignature.read(given);
  return numbered(iterable, start);
}

function* numbered<T>(values: Iterable<T>, start: number): Generator<[number, T], void, undefined> {
  let position = start;
  for (const value of values) yield [position++, value];
}

/**
 * The values of several iterables side by side, until the shortest ends: `for (const [x, y] of zip(xs, ys))`.
 * See https://docs.python.org/3/library/functions.html#zip.
 *
 * @example
 * [...zip([1, 2, 3], ["a", "b"])]; // [[1, 'a'], [2, 'b']]
 */
export function zip<S extends readonly Iterable<unknown>[]>(
  ...iterables: S
): Generator<{ -readonly [K in keyof S]: Yielded<S[K]> }, void, undefined>;
export function zip(...given: unknown[]): Generator<unknown, void, undefined> {
  return rows(zipSignature.read(given).iterables);
}

function* rows(all: readonly Iterable<unknown>[]): Generator<unknown[], void, undefined> {
  const iterators = all.map((values) => values[Symbol.iterator]());
  try {
    while (iterators.length > 0) {
      const row: unknown[] = [];
      for (const iterator of iterators) {
        const { done, value } = iterator.next();
        if (done === true) return;
        row.push(value);
      }
      yield row;
    }
  } finally {
    for (const iterator of iterators) iterator.return?.();
  }
}

/**
 * Whole numbers from `start` up to but not including `stop`: `for (const i of range(3))`.
 * See https://docs.python.org/3/library/functions.html#func-range.
 *
 * @throws TypeError for anything but whole numbers, RangeError for a step of 0
 * @example
 * [...range(0, 10, 4)]; // [0, 4, 8]
 */
export function range(stop: number): Generator<number, void, undefined>;
export function range(start: number, stop: number, step?: number): Generator<number, void, undefined>;
export function range(...given: unknown[]): Generator<number, void, undefined> {
  const { args } = rangeSignature.read(given);
  return "step" in args ? count(args.start, args.stop, args.step) : count(0, args.stop, 1);
}

function* count(start: number, stop: number, step: number): Generator<number, void, undefined> {
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) yield i;
}
