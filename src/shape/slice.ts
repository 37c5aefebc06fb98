/** Parts of a dimension between two numbers. */

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/** `start:stop:step` as a value; null is an open end. */
export class Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;

  constructor(start: number | null, stop: number | null, step: number | null) {
    for (const [name, value] of Object.entries({ start, stop, step })) {
      if (value !== null && !Number.isInteger(value))
        throw new TypeError(`slice: expected ${name} to be a whole number or null, got ${String(value)}`);
    }
    if (step !== null && step < 1) throw new RangeError(`slice: expected a step above 0, got ${step}`);
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  toString(): string {
    const part = (value: number | null): string => (value === null ? "None" : String(value));
    return `slice(${part(this.start)}, ${part(this.stop)}, ${part(this.step)})`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

/**
 * A slice made of numbers, for `at` and `setAt`: `x.at(slice(i, i + h))` is Python's `x[i:i+h]`.
 * See https://docs.python.org/3/library/functions.html#slice.
 *
 * @param start with one argument the stop, as in Python; null is an open end
 * @throws TypeError for what is no whole number, RangeError for a step below 1
 * @example
 * torch.arange(6).at(slice(2, 4)); // tensor([2, 3])
 * torch.arange(6).at(slice(1, null, 2)); // tensor([1, 3, 5])
 */
export function slice(stop: number | null): Slice;
export function slice(start: number | null, stop: number | null, step?: number | null): Slice;
export function slice(...given: (number | null | undefined)[]): Slice {
  if (given.length < 1 || given.length > 3) throw new TypeError(`slice expected 1 to 3 arguments, got ${given.length}`);
  const [start = null, stop = null, step = null] = given.length === 1 ? [null, given[0]] : given;
  return new Slice(start, stop, step);
}
