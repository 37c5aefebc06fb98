/**
 * Functions of each element, and of the elements of two arrays that are broadcast together.
 * Reference: https://numpy.org/doc/2.4/reference/ufuncs.html
 */
import { OverflowError, ValueError } from "../errors.ts";
import { asArray, each, NdArray, Real, scalar, type Shape, sizeOf, stridesOf } from "./array.ts";
import { bool, casterTo, type DType, type Elements, float32, float64, int64, limitsOf, promote, str } from "./dtype.ts";
import { shapeText } from "./words.ts";

/** The shape that two shapes have together. @throws ValueError if they do not fit. */
export function broadcast(...shapes: readonly Shape[]): number[] {
  const n = shapes.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: n }, (_, d) => {
    let size = 1;
    for (const shape of shapes) {
      const own = shape[d - n + shape.length] ?? 1;
      if (own === 1 || own === size) continue;
      if (size !== 1)
        throw new ValueError(
          `operands could not be broadcast together with shapes ${shapes.map((each) => shapeText(each)).join(" ")} `,
        );
      size = own;
    }
    return size;
  });
}

/** The steps of an array that is stretched to a shape. */
export function stretched({ shape, steps }: NdArray, to: Shape): number[] {
  const lead = to.length - shape.length;
  return to.map((_, d) => (d < lead || shape[d - lead] === 1 ? 0 : steps[d - lead]!));
}

export type Two = (a: number, b: number) => number;
export type One = (a: number) => number;

function isSame(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

export function loop(shape: Shape, a: NdArray, b: NdArray, out: Elements, of: Two): void {
  const [A, B] = [a.data, b.data];
  const last = shape.length - 1;
  if (last < 0) {
    out[0] = of(A[a.offset]!, B[b.offset]!);
    return;
  }
  const [sa, sb] = [stretched(a, shape), stretched(b, shape)];
  const [n, ia, ib] = [shape[last]!, sa[last]!, sb[last]!];
  const count = sizeOf(shape.slice(0, last));
  const place = Array<number>(last).fill(0);
  let [p, q, k] = [a.offset, b.offset, 0];
  for (let o = 0; o < count; o++) {
    for (let i = 0, x = p, y = q; i < n; i++, x += ia, y += ib) out[k++] = of(A[x]!, B[y]!);
    for (let d = last - 1; d >= 0; d--) {
      p += sa[d]!;
      q += sb[d]!;
      if (++place[d]! < shape[d]!) break;
      p -= sa[d]! * shape[d]!;
      q -= sb[d]! * shape[d]!;
      place[d] = 0;
    }
  }
}

/** Whether an operand is a number of Python's, which takes the other's type as far as that can hold it. */
const isWeak = (value: unknown): value is number | Real => typeof value === "number" || value instanceof Real;

/** Both operands as arrays, and the type that they have together. */
export function operands(a: unknown, b: unknown, isChecked = true): readonly [a: NdArray, b: NdArray, type: DType] {
  if (isWeak(a) === isWeak(b)) {
    const [x, y] = [asArray(a), asArray(b)];
    return [x, y, promote(x.dtype, y.dtype)];
  }
  const [weak, strong] = isWeak(a) ? [a, asArray(b)] : [b as number | Real, asArray(a)];
  const isReal = weak instanceof Real || !Number.isInteger(weak);
  const value = Number(weak);
  let type = strong.dtype;
  if (type === bool) type = isReal ? float64 : int64;
  else if (type.isWhole && isReal) type = float64;
  else if (type.isWhole && isChecked) {
    const [low, high] = limitsOf(type);
    if (value < low || value > high) throw new OverflowError(`Python integer ${value} out of bounds for ${type.name}`);
  }
  const own = scalar(value, type);
  return isWeak(a) ? [own, strong, type] : [strong, own, type];
}

/** A result: without dimensions it is a single element. */
export const made = (data: Elements, shape: Shape, type: DType): NdArray =>
  new NdArray(data, shape, type, stridesOf(shape), 0, shape.length === 0);

export interface BinaryRule {
  readonly name: string;
  readonly of: Two;
  /** For whole numbers, if they need another. */
  readonly ofWhole?: Two;
  /** The type of the result, by the operands'. */
  readonly type?: (type: DType) => DType;
  readonly onStrings?: (a: string, b: string) => unknown;
}

export const toFloat = (type: DType): DType =>
  type === bool || type.isWhole ? (type.itemsize <= 2 && type !== bool ? float32 : float64) : type;
/** A division of small whole numbers is in float64, unlike a root. */
export const toDivided = (type: DType): DType => (type.isFloat ? type : float64);
export const toBool = (): DType => bool;
export const toNumber = (type: DType): DType => type;

/** Whether the values of this type must be brought to another before they are calculated with. */
function calculable(x: NdArray, type: DType): NdArray {
  // Rounding to float32 matters before the operation; all else is exact in doubles.
  return type === float32 && x.dtype === float64 ? x.astype(float32) : x;
}

export function binary(
  { name, of, ofWhole, type: rule = toNumber, onStrings }: BinaryRule,
  left: unknown,
  right: unknown,
): NdArray {
  const [a, b, common] = operands(left, right);
  if (common === str) {
    if (onStrings === undefined || a.dtype !== b.dtype)
      throw new TypeError(`ufunc '${name}' did not contain a loop with signature matching types for strings`);
    const shape = broadcast(a.shape, b.shape);
    const out = rule(str).allocate(sizeOf(shape));
    loop(shape, a, b, out, onStrings as unknown as Two);
    return made(out, shape, rule(str));
  }
  const type = rule(common);
  const [x, y] = [calculable(a, common), calculable(b, common)];
  const compute = common.isFloat ? of : (ofWhole ?? of);
  if (x.shape.length === 0 && y.shape.length === 0) return scalar(compute(x.data[x.offset]!, y.data[y.offset]!), type);
  const shape = isSame(x.shape, y.shape) ? x.shape : broadcast(x.shape, y.shape);
  const out = type.allocate(sizeOf(shape));
  loop(shape, x, y, out, compute);
  return made(out, shape, type);
}

export function unary(of: One, given: unknown, rule: (type: DType) => DType = toNumber): NdArray {
  const a = asArray(given);
  if (a.dtype === str) throw new TypeError("ufunc is not supported for strings");
  const type = rule(a.dtype);
  const out = type.allocate(a.size);
  let k = 0;
  if (a.shape.length === 0) out[0] = of(a.data[a.offset]!);
  else each(a.shape, a.steps, a.offset, (at) => (out[k++] = of(a.data[at]!)));
  return made(out, a.shape, type);
}

/** Writes values into an array, stretched to its shape. @throws ValueError if they do not fit. */
export function assign(target: NdArray, given: unknown): void {
  let source = asArray(given);
  if (source.data === target.data) source = source.copy();
  const { shape } = target;
  if (source.ndim > shape.length) {
    const extra = source.shape.length - shape.length;
    if (source.shape.slice(0, extra).every((n) => n === 1))
      source = source.view(source.shape.slice(extra), source.steps.slice(extra));
  }
  const fits = source.ndim <= shape.length && broadcastsTo(source.shape, shape);
  if (!fits)
    throw new ValueError(
      `could not broadcast input array from shape ${shapeText(source.shape)} into shape ${shapeText(shape)}`,
    );
  const cast = source.dtype === target.dtype ? undefined : casterTo(target.dtype);
  const steps = stretched(source, shape);
  if (source.dtype === str || target.dtype === str) source = source.astype(target.dtype);
  const [from, to] = [source.data, target.data];
  const places = new Float64Array(sizeOf(shape));
  let k = 0;
  each(shape, steps, source.offset, (at) => (places[k++] = at));
  k = 0;
  each(shape, target.steps, target.offset, (at) => {
    const value = from[places[k++]!]!;
    to[at] = cast === undefined ? value : cast(value);
  });
}

export const broadcastsTo = (from: Shape, to: Shape): boolean => {
  const lead = to.length - from.length;
  return lead >= 0 && from.every((n, d) => n === 1 || n === to[d + lead]);
};
