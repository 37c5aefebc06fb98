/** Numbers out of tensors and arrays, as the drawing needs them. */
import { inspect } from "node:util";
import { dense, done, Tensor } from "../tensor/index.ts";
import { say } from "./words.ts";

/** Numbers in a row: an array, a typed array, or a tensor, which is read in row-major order; single ones may be tensors with one element. */
export type Series = ArrayLike<number | Tensor> | Tensor;

export interface Values {
  readonly sizes: readonly number[];
  /** Row-major. */
  readonly data: ArrayLike<number>;
}

export function valuesOf(tensor: Tensor): Values {
  const whole = dense(tensor);
  const host = whole.storage.host();
  const data = host instanceof BigInt64Array ? Float64Array.from(host, Number) : host.slice();
  done(whole, tensor);
  return { sizes: [...tensor.shape], data };
}

/** @param callee and @param name say in an error which argument was wrong */
export function numbersOf(series: Series, callee: string, name: string): number[] {
  if (series instanceof Tensor) return Array.from(valuesOf(series).data);
  if (series === null || typeof series !== "object" || typeof series.length !== "number")
    throw new TypeError(`${callee}: expected ${name} to be an array or a tensor, got ${inspect(series)}`);
  return Array.from(series, (item, i) => {
    if (typeof item === "number") return item;
    if (item instanceof Tensor && item.numel() === 1) return Number(item.item());
    // An element of an array of NumPy's stands for its number.
    const value: unknown = item?.valueOf();
    if (typeof value === "number") return value;
    const got = item instanceof Tensor ? `a tensor [${item.shape.join(", ")}]` : inspect(item);
    throw new TypeError(`${callee}: expected ${name} to hold numbers, got ${got} at ${i}`);
  });
}

/** Rows of numbers from a tensor [H, W] or nested arrays. */
export type Rows = Tensor | ArrayLike<ArrayLike<number>>;

export function rowsOf(rows: Rows, callee: string): number[][] {
  if (!(rows instanceof Tensor)) {
    const list = Array.from(rows, (row, i) => numbersOf(row, callee, `row ${i}`));
    const other = list.findIndex((row) => row.length !== list[0]!.length);
    if (other >= 0) {
      throw new RangeError(
        `${callee}: expected rows of one length, got ${list[0]!.length} and, in row ${other}, ${list[other]!.length}`,
      );
    }
    return list;
  }
  if (rows.dim() !== 2) throw new RangeError(`${callee}: expected a tensor [H, W], got [${rows.shape.join(", ")}]`);
  const { data } = valuesOf(rows);
  const [H = 0, W = 0] = rows.shape;
  return Array.from({ length: H }, (_, row) => Array.from({ length: W }, (_, column) => data[row * W + column]!));
}

/** Smallest and largest of the finite ones; [0, 0] where there are none. */
export function extent(data: ArrayLike<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value < low && value !== -Infinity) low = value;
    if (value > high && value !== Infinity) high = value;
  }
  return low > high ? [0, 0] : [low, high];
}

/** What a description adds about numbers that are not finite; nothing where all are. */
export function unfinite(...all: readonly ArrayLike<number>[]): string {
  let [count, total] = [0, 0];
  for (const data of all) {
    total += data.length;
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) count++;
  }
  return count === 0 ? "" : `, ${say("numbers", "unfinite", { count, total })}`;
}

/** At most four digits that matter, as a person would write the number. */
export const short = (value: number): string =>
  String(Number.isInteger(value) ? value + 0 : Number(value.toPrecision(4))).replace("-", "−");

type Ends = readonly [low: number, high: number];

export const shortRange = ([low, high]: Ends): string =>
  say("numbers", "range", { low: short(low), high: short(high) });

/** The same inside a sentence. */
export const fromTo = ([low, high]: Ends): string => say("numbers", "fromTo", { low: short(low), high: short(high) });
