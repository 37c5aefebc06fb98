/** Parts of a dimension between two positions. */

import { int, orNull, where } from "./kinds.ts";
import { optional, overloads, required } from "./signature.ts";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/** `start:stop:step` as a value; null means an open end. */
export class Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;

  constructor(start: number | null, stop: number | null, step: number | null) {
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

const bound = orNull(int);
const sliceSignature = overloads("slice", {
  stop: { stop: required(bound) },
  all: {
    start: required(bound),
    stop: required(bound),
    step: optional(orNull(where(int, "int above 0", (step) => step > 0)), null),
  },
});

/**
 * A slice given by numbers, for `at` and `setAt`: `x.at(slice(i, i + h))` is Python's `x[i:i+h]`.
 * See https://docs.python.org/3/library/functions.html#slice.
 *
 * @param start with only one argument this is the stop, as in Python; null means an open end
 * @throws TypeError for anything but whole numbers, RangeError for a step below 1
 * @example
 * torch.arange(6).at(slice(2, 4)); // tensor([2, 3])
 * torch.arange(6).at(slice(1, null, 2)); // tensor([1, 3, 5])
 */
export function slice(stop: number | null): Slice;
export function slice(start: number | null, stop: number | null, step?: number | null): Slice;
export function slice(...given: unknown[]): Slice {
  const { args } = sliceSignature.read(given);
  return "step" in args ? new Slice(args.start, args.stop, args.step) : new Slice(null, args.stop, null);
}
