/**
 * NumPy's array: a window (shape, strides, offset) onto a row of elements, which views share. A single element is an array without
 * dimensions that counts as a number (`isScalar`), like NumPy's own scalars: it remembers its type, so that it prints and promotes as theirs.
 * Reference: https://numpy.org/doc/2.4/reference/arrays.ndarray.html
 */
import { ValueError } from "../errors.ts";
import { bool, casterTo, type DType, type Elements, float64, int64, needDType, promote, str } from "./dtype.ts";

export type Shape = readonly number[];

export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

export function stridesOf(shape: Shape): number[] {
  const strides = Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step;
    step *= shape[d]!;
  }
  return strides;
}

export class NdArray {
  readonly data: Elements;
  readonly shape: readonly number[];
  /** In elements; NumPy's own are in bytes. */
  readonly steps: readonly number[];
  readonly offset: number;
  readonly dtype: DType;
  readonly isScalar: boolean;
  /** The array that this one is a view of. */
  readonly base: NdArray | null;

  constructor(
    data: Elements,
    shape: Shape,
    dtype: DType,
    steps: readonly number[] = stridesOf(shape),
    offset = 0,
    isScalar = false,
    base: NdArray | null = null,
  ) {
    this.data = data;
    this.shape = shape;
    this.dtype = dtype;
    this.steps = steps;
    this.offset = offset;
    this.isScalar = isScalar;
    this.base = base;
  }

  /** Another window onto the same elements. */
  view(shape: Shape, steps: readonly number[], offset = this.offset): NdArray {
    return new NdArray(this.data, shape, this.dtype, steps, offset, false, this.base ?? this);
  }

  get ndim(): number {
    return this.shape.length;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  get itemsize(): number {
    return this.dtype.itemsize;
  }

  get nbytes(): number {
    return this.size * this.itemsize;
  }

  /** In bytes. */
  get strides(): number[] {
    return this.steps.map((step) => step * this.itemsize);
  }

  /** Python's `len`. @throws TypeError without dimensions. */
  get length(): number {
    if (this.shape.length === 0) throw new TypeError("len() of unsized object");
    return this.shape[0]!;
  }

  /** With its dimensions in reverse order; a view. */
  get T(): NdArray {
    return this.view(this.shape.toReversed(), this.steps.toReversed());
  }

  /** What Python's `type` shows. */
  static toString(): string {
    return "<class 'numpy.ndarray'>";
  }

  /** Whether its elements lie in the order in which they are counted, without gaps. */
  get isContiguous(): boolean {
    let step = 1;
    for (let d = this.shape.length - 1; d >= 0; d--) {
      if (this.shape[d] !== 1 && this.steps[d] !== step) return false;
      step *= this.shape[d]!;
    }
    return true;
  }

  /** The elements in a row of their own, or the array's own if they are one already. Not to be written to. */
  row(): Elements {
    const { size } = this;
    if (this.isContiguous)
      return this.offset === 0 && this.data.length === size
        ? this.data
        : (this.data.slice(this.offset, this.offset + size) as Elements);
    const out = this.dtype.allocate(size);
    let k = 0;
    each(this.shape, this.steps, this.offset, (at) => (out[k++] = this.data[at]!));
    return out;
  }

  copy(): NdArray {
    const row = this.row();
    return new NdArray(row === this.data ? row.slice() : row, this.shape, this.dtype);
  }

  /** Converted; always a copy. @throws TypeError if there is no such type. */
  astype(given: unknown): NdArray {
    const type = needDType(given);
    const row = converted(this.row(), this.dtype, type);
    return new NdArray(row === this.data ? row.slice() : row, this.shape, type, undefined, 0, this.isScalar);
  }

  /**
   * The only element as a plain value.
   *
   * @throws ValueError if there are several.
   */
  item(...place: number[]): any {
    let at = this.offset;
    if (place.length === this.ndim)
      for (const [d, i] of place.entries()) at += this.steps[d]! * (i < 0 ? i + this.shape[d]! : i);
    else if (place.length === 1) return this.tolist().flat(this.ndim)[place[0]!];
    else if (this.size !== 1) throw new ValueError("can only convert an array of size 1 to a Python scalar");
    return plainOf(this.data[at]!, this.dtype);
  }

  tolist(): any {
    const rows = (d: number, at: number): any =>
      d === this.ndim
        ? plainOf(this.data[at]!, this.dtype)
        : Array.from({ length: this.shape[d]! }, (_, i) => rows(d + 1, at + i * this.steps[d]!));
    return rows(0, this.offset);
  }

  /** Its truth. @throws ValueError if it has several elements. */
  bool(): boolean {
    if (this.size > 1)
      throw new ValueError(
        "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
      );
    if (this.size === 0)
      throw new ValueError(
        "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.",
      );
    const value = this.data[this.offset] as unknown;
    return typeof value === "string" ? value !== "" : value !== 0;
  }

  valueOf(): any {
    return this.size === 1 ? this.item() : this;
  }

  /** For code that knows only numbers. */
  toFixed(digits: number): string {
    return Number(this.item()).toFixed(digits);
  }

  *[Symbol.iterator](): Iterator<NdArray> {
    if (this.ndim === 0) throw new TypeError(`iteration over a 0-d array`);
    const [count, step] = [this.shape[0]!, this.steps[0]!];
    const [shape, steps] = [this.shape.slice(1), this.steps.slice(1)];
    for (let i = 0; i < count; i++)
      yield shape.length === 0
        ? scalar(this.data[this.offset + i * step]!, this.dtype)
        : this.view(shape, steps, this.offset + i * step);
  }
}

/** The element as a plain value of JavaScript. */
export const plainOf = (value: number, type: DType): any =>
  type === bool ? value !== 0 : type.isWhole ? value + 0 : value;

/** One element by itself. */
export function scalar(value: number, type: DType): NdArray {
  const data = type.allocate(1);
  data[0] = value;
  return new NdArray(data, NONE, type, NONE, 0, true);
}
const NONE: readonly number[] = [];

/** Goes through the places of all elements in order. */
export function each(shape: Shape, steps: readonly number[], offset: number, visit: (at: number) => void): void {
  const last = shape.length - 1;
  if (last < 0) return visit(offset);
  const [n, step] = [shape[last]!, steps[last]!];
  const count = sizeOf(shape.slice(0, last));
  const place = Array<number>(last).fill(0);
  let at = offset;
  for (let o = 0; o < count; o++) {
    for (let i = 0, p = at; i < n; i++, p += step) visit(p);
    for (let d = last - 1; d >= 0; d--) {
      at += steps[d]!;
      if (++place[d]! < shape[d]!) break;
      at -= steps[d]! * shape[d]!;
      place[d] = 0;
    }
  }
}

/** The elements in another type; the same row if they are in it already. */
export function converted(row: Elements, from: DType, to: DType): Elements {
  if (from === to) return row;
  if (to === str) {
    const name = (value: number): string =>
      from === bool
        ? value === 0
          ? "False"
          : "True"
        : from.isFloat && Number.isInteger(value)
          ? `${value}.0`
          : String(value);
    return Array.from(row as ArrayLike<number>, name) as unknown as Elements;
  }
  const values = from === str ? Float64Array.from(row as ArrayLike<unknown> as ArrayLike<number>, Number) : row;
  const cast = from === bool || (from.isWhole && to.itemsize === 8 && to !== bool) ? undefined : casterTo(to);
  const out = to.allocate(values.length);
  if (cast === undefined) out.set(values);
  else for (let i = 0; i < values.length; i++) out[i] = cast(values[i]!);
  return out;
}

/** A number that Python writes with a decimal point, even if it is whole. */
export class Real {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  valueOf(): number {
    return this.value;
  }
}

/** A float, also if its value is whole: JavaScript does not tell `1.0` from `1`. */
export const real = (value: any): any => (typeof value === "number" ? new Real(value) : (value as unknown));

/** What arrays are made of. */
export function asArray(given: unknown, type?: DType): NdArray {
  const found = toArray(given);
  return type === undefined || found.dtype === type ? found : found.astype(type);
}

/** Values of other libraries that have an array of their own say how to read it. */
type Reader = (given: unknown) => NdArray | undefined;
const readers: Reader[] = [];
export const addReader = (reader: Reader): void => void readers.push(reader);

function toArray(given: unknown): NdArray {
  if (given instanceof NdArray) return given;
  if (typeof given === "number") return zeroD(given, Number.isInteger(given) ? int64 : float64);
  if (typeof given === "boolean") return zeroD(Number(given), bool);
  if (typeof given === "string") return zeroD(given as unknown as number, str);
  if (given instanceof Real) return zeroD(given.value, float64);
  if (Array.isArray(given)) return ofList(given);
  for (const reader of readers) {
    const found = reader(given);
    if (found !== undefined) return found;
  }
  if (ArrayBuffer.isView(given)) return ofList(Array.from(given as unknown as ArrayLike<number>));
  if (typeof given === "object" && given !== null && Symbol.iterator in given)
    return ofList([...(given as Iterable<unknown>)]);
  throw new TypeError(`np.array: expected numbers, lists or arrays, got ${given === null ? "None" : typeof given}`);
}

const zeroD = (value: number, type: DType): NdArray => {
  const data = type.allocate(1);
  data[0] = value;
  return new NdArray(data, NONE, type, NONE);
};

function ofList(list: readonly unknown[]): NdArray {
  if (list.length === 0) return new NdArray(new Float64Array(0), [0], float64);
  // Plain numbers are by far the most frequent.
  if (list.every((value) => typeof value === "number")) {
    const type = list.every((value) => Number.isInteger(value)) ? int64 : float64;
    return new NdArray(Float64Array.from(list), [list.length], type);
  }
  const parts = list.map((value) => toArray(value));
  const [first] = parts;
  const other = parts.find(
    ({ shape }) => shape.length !== first!.shape.length || shape.some((n, d) => n !== first!.shape[d]),
  );
  if (other !== undefined)
    throw new ValueError(
      `setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (${list.length},) + inhomogeneous part.`,
    );
  let type = first!.dtype;
  for (const part of parts) type = joined(type, part.dtype);
  const shape = [list.length, ...first!.shape];
  const data = type.allocate(sizeOf(shape));
  const step = first!.size;
  for (const [i, part] of parts.entries()) {
    const row = converted(part.row(), part.dtype, type);
    if (type === str) for (let k = 0; k < step; k++) data[i * step + k] = row[k]!;
    else data.set(row, i * step);
  }
  return new NdArray(data, shape, type);
}

const joined = (a: DType, b: DType): DType => (a === b ? a : promote(a, b));
