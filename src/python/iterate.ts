/** The iterators of Python's `itertools` that JavaScript lacks. Reference: https://docs.python.org/3.12/library/itertools.html */
import { equals } from "./collections.ts";
import { StopIteration } from "./errors.ts";

/**
 * The next value of an iterator.
 *
 * @throws StopIteration at the end, unless a fallback is given.
 * @example
 * next([1, 2].values()); // 1
 */
export function next<T>(iterator: Iterator<T>, ...fallback: [] | [T]): T {
  const { done, value } = iterator.next();
  if (!done) return value;
  if (fallback.length === 0) throw new StopIteration("");
  return fallback[0];
}

/**
 * Every combination of one value from each list; the last one varies fastest.
 *
 * @example
 * [...product([0, 1], "ab")]; // [[0, 'a'], [0, 'b'], [1, 'a'], [1, 'b']]
 */
export function* product(...sources: Iterable<any>[]): Generator<any[]> {
  const [first, ...rest] = sources.map((source) => [...source] as unknown[]);
  if (first === undefined) {
    yield [];
    return;
  }
  for (const value of first) for (const behind of product(...rest)) yield [value, ...behind];
}

/**
 * All ordered selections of `count` of the values.
 *
 * @example
 * [...permutations([1, 2, 3], 2)].length; // 6
 */
export function* permutations<T>(source: Iterable<T>, count?: number): Generator<T[]> {
  const values = [...source];
  const size = count ?? values.length;
  if (size === 0) {
    yield [];
    return;
  }
  for (const [i, value] of values.entries())
    for (const rest of permutations(values.toSpliced(i, 1), size - 1)) yield [value, ...rest];
}

/**
 * All selections of `count` of the values, in their original order.
 *
 * @example
 * [...combinations([1, 2, 3], 2)]; // [[1, 2], [1, 3], [2, 3]]
 */
export function* combinations<T>(source: Iterable<T>, count: number): Generator<T[]> {
  const values = [...source];
  if (count === 0) {
    yield [];
    return;
  }
  for (const [i, value] of values.entries())
    for (const rest of combinations(values.slice(i + 1), count - 1)) yield [value, ...rest];
}

/**
 * The same, but a value may be chosen repeatedly.
 *
 * @example
 * [...combinationsWithReplacement([1, 2], 2)]; // [[1, 1], [1, 2], [2, 2]]
 */
export function* combinationsWithReplacement<T>(source: Iterable<T>, count: number): Generator<T[]> {
  const values = [...source];
  if (count === 0) {
    yield [];
    return;
  }
  for (const [i, value] of values.entries())
    for (const rest of combinationsWithReplacement(values.slice(i), count - 1)) yield [value, ...rest];
}

/**
 * The running results of a function; running sums if none is given.
 *
 * @example
 * [...accumulate([1, 2, 3])]; // [1, 3, 6]
 */
export function* accumulate(
  source: Iterable<any>,
  of: (sum: any, value: any) => any = (sum, value) => sum + value,
  initial?: any,
): Generator<any> {
  let sum: any = initial;
  let isFirst = initial === undefined;
  if (!isFirst) yield sum;
  for (const value of source) {
    sum = isFirst ? value : of(sum, value);
    isFirst = false;
    yield sum;
  }
}

/**
 * Groups of neighbours with the same key, each with its key.
 *
 * @example
 * [...groupby("aab")]; // [['a', ['a', 'a']], ['b', ['b']]]
 */
export function* groupby<T>(source: Iterable<T>, key: (value: T) => any = (value) => value): Generator<[any, T[]]> {
  let group: [any, T[]] | undefined;
  for (const value of source) {
    const own: unknown = key(value);
    if (group !== undefined && equals(group[0], own)) group[1].push(value);
    else {
      if (group !== undefined) yield group;
      group = [own, [value]];
    }
  }
  if (group !== undefined) yield group;
}

/**
 * The values of several lists side by side, until the longest ends.
 *
 * @example
 * [...zipLongest([[1, 2], "a"], null)]; // [[1, 'a'], [2, null]]
 */
export function* zipLongest(sources: readonly Iterable<any>[], fill: any = null): Generator<any[]> {
  const lists = sources.map((source) => [...source] as unknown[]);
  const size = Math.max(0, ...lists.map(({ length }) => length));
  for (let i = 0; i < size; i++) yield lists.map((list) => (i < list.length ? list[i] : fill));
}

/**
 * Repeats the values endlessly.
 *
 * @example
 * [...islice(cycle([1, 2]), 0, 3)]; // [1, 2, 1]
 */
export function* cycle<T>(source: Iterable<T>): Generator<T> {
  const values = [...source];
  while (values.length > 0) yield* values;
}

/**
 * Counts without end.
 *
 * @example
 * [...islice(count(10, 5), 0, 2)]; // [10, 15]
 */
export function* count(start = 0, step = 1): Generator<number> {
  for (let n = start; ; n += step) yield n;
}

/**
 * Every `step`-th value from `start` up to but not including `stop`.
 *
 * @example
 * [...islice([1, 2, 3, 4], 1, 4, 2)]; // [2, 4]
 */
export function* islice<T>(source: Iterable<T>, start: number, stop: number | null = null, step = 1): Generator<T> {
  if (stop !== null && stop <= start) return;
  let i = -1;
  for (const value of source) {
    i++;
    if (i >= start && (i - start) % step === 0) yield value;
    if (stop !== null && i + 1 >= stop) return;
  }
}

/**
 * The values up to the first that does not meet a condition.
 *
 * @example
 * [...takewhile((x) => x < 3, [1, 2, 5, 1])]; // [1, 2]
 */
export function* takewhile<T>(holds: (value: T) => unknown, source: Iterable<T>): Generator<T> {
  for (const value of source) {
    if (!holds(value)) return;
    yield value;
  }
}

/**
 * The values from the first that does not meet a condition.
 *
 * @example
 * [...dropwhile((x) => x < 3, [1, 5, 1])]; // [5, 1]
 */
export function* dropwhile<T>(holds: (value: T) => unknown, source: Iterable<T>): Generator<T> {
  let isOn = false;
  for (const value of source) {
    isOn ||= !holds(value);
    if (isOn) yield value;
  }
}

/**
 * A function that remembers its results for plain values.
 *
 * @example
 * const square = cache((x: number) => x ** 2);
 * square(3); // 9
 */
export function cache<A extends any[], R>(of: (...values: A) => R): (...values: A) => R {
  const known = new Map<string, R>();
  return (...values) => {
    const key = JSON.stringify(values);
    if (!known.has(key)) known.set(key, of(...values));
    return known.get(key)!;
  };
}
