/** Python's helpers for loops, lazily: a loop over a DataLoader loads one batch at a time. */

/**
 * The values with their positions: `for (const [i, batch] of enumerate(loader))`.
 * See https://docs.python.org/3/library/functions.html#enumerate.
 *
 * @example
 * [...enumerate(["a", "b"], 1)]; // [[1, 'a'], [2, 'b']]
 */
export function* enumerate<T>(values: Iterable<T>, start = 0): Generator<[number, T], void, undefined> {
  let position = start;
  for (const value of values) yield [position++, value];
}

/**
 * The values of several side by side, as long as the shortest lasts: `for (const [x, y] of zip(xs, ys))`.
 * See https://docs.python.org/3/library/functions.html#zip.
 *
 * @example
 * [...zip([1, 2, 3], ["a", "b"])]; // [[1, 'a'], [2, 'b']]
 */
export function* zip<T extends readonly unknown[]>(
  ...all: { readonly [K in keyof T]: Iterable<T[K]> }
): Generator<T, void, undefined> {
  const iterators = all.map((values: Iterable<unknown>) => values[Symbol.iterator]());
  try {
    while (iterators.length > 0) {
      const row: unknown[] = [];
      for (const iterator of iterators) {
        const { done, value } = iterator.next();
        if (done === true) return;
        row.push(value);
      }
      yield row as unknown as T;
    }
  } finally {
    for (const iterator of iterators) iterator.return?.();
  }
}

/**
 * Whole numbers from `start` to below `stop`: `for (const i of range(3))`.
 * See https://docs.python.org/3/library/functions.html#func-range.
 *
 * @throws TypeError for what is no whole number, RangeError for a step of 0
 * @example
 * [...range(0, 10, 4)]; // [0, 4, 8]
 */
export function range(stop: number): Generator<number, void, undefined>;
export function range(start: number, stop: number, step?: number): Generator<number, void, undefined>;
export function range(...given: (number | undefined)[]): Generator<number, void, undefined> {
  const [start, stop, step = 1] = (given.length === 1 ? [0, given[0]] : given) as [number, number, number?];
  for (const value of [start, stop, step]) {
    if (!Number.isInteger(value)) throw new TypeError(`range: expected whole numbers, got ${String(value)}`);
  }
  if (step === 0) throw new RangeError("range: expected a step other than 0");
  return count(start, stop, step);
}

function* count(start: number, stop: number, step: number): Generator<number, void, undefined> {
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) yield i;
}
