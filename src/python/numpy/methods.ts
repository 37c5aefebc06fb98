/** The methods of arrays: most are the functions of the same name. */
import { asArray, NdArray } from "./array.ts";
import { type DType, float64 } from "./dtype.ts";
import * as elements from "./elementwise.ts";
import * as functions from "./functions.ts";
import { put, take } from "./indexing.ts";
import * as order from "./order.ts";
import { arrayRepr, arrayText, elementText } from "./print.ts";
import { numbersOf, reshape, transpose } from "./shaping.ts";
import { assign } from "./ufunc.ts";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");
const display = Symbol.for("Jupyter.display");

/** Methods that are functions of the array and further arguments. */
const SAME = {
  sum: functions.sum,
  prod: functions.prod,
  mean: functions.mean,
  std: functions.std,
  var: functions.variance,
  min: functions.min,
  max: functions.max,
  ptp: functions.ptp,
  argmin: functions.argmin,
  argmax: functions.argmax,
  any: functions.any,
  all: functions.all,
  cumsum: functions.cumsum,
  cumprod: functions.cumprod,
  squeeze: functions.squeeze,
  swapaxes: functions.swapaxes,
  repeat: functions.repeat,
  dot: functions.dot,
  argsort: functions.argsort,
  searchsorted: functions.searchsorted,
  diagonal: functions.diagonal,
  trace: functions.trace,
  take: functions.take,
  clip: elements.clip,
  round: elements.round,
  add: elements.add,
  sub: elements.subtract,
  mul: elements.multiply,
  div: elements.divide,
  floorDivide: elements.floorDivide,
  remainder: elements.remainder,
  pow: elements.power,
  matmul: functions.matmul,
  neg: elements.negative,
  abs: elements.abs,
  bitwiseAnd: elements.bitwiseAnd,
  bitwiseOr: elements.bitwiseOr,
  bitwiseXor: elements.bitwiseXor,
  bitwiseNot: elements.invert,
  eq: elements.equal,
  ne: elements.notEqual,
  lt: elements.less,
  le: elements.lessEqual,
  gt: elements.greater,
  ge: elements.greaterEqual,
} as const;

const IN_PLACE = {
  add_: elements.add,
  sub_: elements.subtract,
  mul_: elements.multiply,
  div_: elements.divide,
  floorDivide_: elements.floorDivide,
  remainder_: elements.remainder,
  pow_: elements.power,
  matmul_: functions.matmul,
  bitwiseAnd_: elements.bitwiseAnd,
  bitwiseOr_: elements.bitwiseOr,
  bitwiseXor_: elements.bitwiseXor,
} as const;

type Method = (...given: any[]) => NdArray;

declare module "./array.ts" {
  interface NdArray extends Record<keyof typeof SAME | keyof typeof IN_PLACE, Method> {
    /** `x[...]`: places, slices as `"1:3"` or `slice(1, 3)`, `null` for a new dimension, `"..."`, masks and lists of places. */
    at(...items: any[]): NdArray;
    /** `x[...] = value` */
    setAt(items: any, value: any): void;
    reshape(...shape: any[]): NdArray;
    transpose(...axes: any[]): NdArray;
    permute(...axes: any[]): NdArray;
    ravel(): NdArray;
    flatten(): NdArray;
    /** The elements one after another. */
    readonly flat: NdArray;
    nonzero(): NdArray[];
    /** Sorts in place. */
    sort(...given: any[]): void;
    fill(value: any): void;
    tobytes(): Uint8Array;
    includes(value: any): boolean;
    toString(): string;
    /** As Python's `repr` writes it. */
    repr(): string;
  }
}

const define = (name: string | symbol, value: unknown): void =>
  void Object.defineProperty(NdArray.prototype, name, { value, configurable: true, writable: true });

for (const [name, of] of Object.entries(SAME))
  define(name, function (this: NdArray, ...given: unknown[]) {
    return (of as Method)(this, ...given);
  });

/** Which conversions happen in place: never from floats to whole numbers. */
function needsSame(from: DType, to: DType, name: string): void {
  const rank = (type: DType): number => ({ b: 0, u: 1, i: 2, f: 3 })[type.kind] ?? 4;
  if (rank(from) > rank(to))
    throw new TypeError(
      `Cannot cast ufunc '${name}' output from dtype('${from.name}') to dtype('${to.name}') with casting rule 'same_kind'`,
    );
}
const WORDS: Readonly<Record<string, string>> = { sub_: "subtract", mul_: "multiply", div_: "divide", pow_: "power" };

for (const [name, of] of Object.entries(IN_PLACE))
  define(name, function (this: NdArray, ...given: unknown[]) {
    const found = (of as Method)(this, ...given);
    // A single element is a value: the name stands for the new one.
    if (this.isScalar) return found;
    needsSame(found.dtype, this.dtype, WORDS[name] ?? name.slice(0, -1));
    assign(this, found);
    return this;
  });

/** A tuple holds several places, a list is a list of them. */
define("at", function (this: NdArray, ...items: unknown[]) {
  return take(this, items);
});
define("setAt", function (this: NdArray, items: unknown, value: unknown) {
  put(this, Array.isArray(items) ? items : [items], value);
});
define("reshape", function (this: NdArray, ...shape: unknown[]) {
  const last = shape.at(-1);
  const isNamed = typeof last === "object" && last !== null && Object.getPrototypeOf(last) === Object.prototype;
  if (isNamed && (last as { order?: unknown }).order === "F")
    return transpose(reshape(this.T, numbersOf(shape.slice(0, -1)).toReversed()));
  return reshape(this, numbersOf(isNamed ? shape.slice(0, -1) : shape));
});
for (const name of ["transpose", "permute"])
  define(name, function (this: NdArray, ...axes: unknown[]) {
    return transpose(this, axes.length === 0 || axes[0] === null ? undefined : numbersOf(axes));
  });
define("ravel", function (this: NdArray) {
  return reshape(this, [-1]);
});
define("flatten", function (this: NdArray) {
  return reshape(this.copy(), [-1]);
});
Object.defineProperty(NdArray.prototype, "flat", {
  configurable: true,
  get(this: NdArray) {
    return reshape(this, [-1]);
  },
});
define("nonzero", function (this: NdArray) {
  return functions.nonzero(this);
});
define("sort", function (this: NdArray, ...given: unknown[]) {
  const [axis] = given.map((each) =>
    typeof each === "object" && each !== null ? (each as { axis?: unknown }).axis : each,
  );
  assign(this, order.sort(this, axis ?? -1));
});
define("fill", function (this: NdArray, value: unknown) {
  assign(this, value);
});
define("tobytes", function (this: NdArray) {
  const row = this.row();
  return new Uint8Array(row.buffer.slice(row.byteOffset, row.byteOffset + row.byteLength));
});
define("includes", function (this: NdArray, value: unknown) {
  return elements.equal(this, value).row().includes(1);
});
define("toString", function (this: NdArray) {
  return arrayText(this);
});
define("repr", function (this: NdArray) {
  return arrayRepr(this);
});
define(inspectCustom, function (this: NdArray) {
  return arrayText(this);
});
/** A cell's last value is shown as `repr` writes it. */
define(display, function (this: NdArray) {
  return { "text/plain": arrayRepr(this) };
});
define(Symbol.toPrimitive, function (this: NdArray, hint: string) {
  // An f-string writes an element of float32 with a double's digits.
  if (hint === "string" && this.isScalar && this.dtype.isFloat) return elementText(this.data[this.offset], float64);
  return hint === "string" || this.size !== 1 ? arrayText(this) : (asArray(this).item() as unknown);
});
