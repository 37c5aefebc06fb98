/**
 * NumPy's element types, and which one an operation on two of them has.
 * Reference: https://numpy.org/doc/2.4/reference/arrays.promotion.html
 */
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/** Numbers in a typed array; strings in a plain one. */
export type Elements =
  Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint32Array | Uint16Array | Uint8Array;

type Category = "bool" | "unsigned" | "signed" | "float" | "str";

/** An element type; prints as NumPy's. Whole numbers of 64 bits are exact up to 2 to the power of 53. */
export class DType {
  readonly name: string;
  readonly category: Category;
  /** Bytes of one element, as NumPy counts them. */
  readonly itemsize: number;
  readonly #make: (n: number) => Elements;

  constructor(name: string, category: Category, itemsize: number, make: (n: number) => Elements) {
    this.name = name;
    this.category = category;
    this.itemsize = itemsize;
    this.#make = make;
  }

  allocate(n: number): Elements {
    return this.#make(n);
  }

  get isFloat(): boolean {
    return this.category === "float";
  }

  get isWhole(): boolean {
    return this.category === "signed" || this.category === "unsigned";
  }

  /** NumPy's letter for the category: `f`, `i`, `u`, `b`, `U`. */
  get kind(): string {
    return { bool: "b", unsigned: "u", signed: "i", float: "f", str: "U" }[this.category];
  }

  toString(): string {
    return this.name;
  }

  repr(): string {
    return `dtype('${this.name}')`;
  }

  eq(other: unknown): boolean {
    return dtypeOf(other) === this;
  }

  [inspectCustom](): string {
    return this.name;
  }
}

export const bool = new DType("bool", "bool", 1, (n) => new Uint8Array(n));
export const int8 = new DType("int8", "signed", 1, (n) => new Int8Array(n));
export const int16 = new DType("int16", "signed", 2, (n) => new Int16Array(n));
export const int32 = new DType("int32", "signed", 4, (n) => new Int32Array(n));
export const int64 = new DType("int64", "signed", 8, (n) => new Float64Array(n));
export const uint8 = new DType("uint8", "unsigned", 1, (n) => new Uint8Array(n));
export const uint16 = new DType("uint16", "unsigned", 2, (n) => new Uint16Array(n));
export const uint32 = new DType("uint32", "unsigned", 4, (n) => new Uint32Array(n));
export const uint64 = new DType("uint64", "unsigned", 8, (n) => new Float64Array(n));
export const float32 = new DType("float32", "float", 4, (n) => new Float32Array(n));
export const float64 = new DType("float64", "float", 8, (n) => new Float64Array(n));
/** Strings; `<U3` and so on in NumPy, where the number is the longest's length. */
export const str = new DType("str", "str", 4, (n) => Array<string>(n).fill("") as unknown as Elements);

const ALL = [bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64, str];
const WORDS = new Map<unknown, DType>([
  ...ALL.map((each) => [each.name, each] as const),
  ["int", int64],
  ["float", float64],
  ["i4", int32],
  ["i8", int64],
  ["f4", float32],
  ["f8", float64],
  ["u1", uint8],
  ["uint", uint64],
  ["double", float64],
  ["single", float32],
  ["?", bool],
  ["f", float32],
  ["d", float64],
  ["i", int32],
  [Number, float64],
  [Boolean, bool],
  [String, str],
  [Math.trunc, int64],
]);

/** The type that an argument stands for; undefined if it stands for none. */
export function dtypeOf(given: unknown): DType | undefined {
  if (given instanceof DType) return given;
  const name = (given as { name?: unknown } | null)?.name;
  return WORDS.get(given) ?? (typeof given === "object" ? WORDS.get(name) : undefined);
}

/** @throws TypeError if it is not a type that arrays have here. */
export function needDType(given: unknown): DType {
  const found = dtypeOf(given);
  if (found === undefined)
    throw new TypeError(
      `data type ${String(given)} not understood; here are bool, int8 to int64, uint8 to uint64, float32, float64, str`,
    );
  return found;
}

/** The smallest type that holds the values of both. */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  if (a === str || b === str) return str;
  if (a === bool) return b;
  if (b === bool) return a;
  if (a.isFloat && b.isFloat) return float64;
  if (a.isFloat || b.isFloat) {
    const [float, whole] = a.isFloat ? [a, b] : [b, a];
    return float === float32 && whole.itemsize <= 2 ? float32 : float64;
  }
  if (a.category === b.category) return a.itemsize > b.itemsize ? a : b;
  const [signed, unsigned] = a.category === "signed" ? [a, b] : [b, a];
  if (signed.itemsize > unsigned.itemsize) return signed;
  return { 1: int16, 2: int32, 4: int64 }[unsigned.itemsize] ?? float64;
}

const LIMITS = new Map<DType, readonly [low: number, high: number]>([
  [int8, [-128, 127]],
  [int16, [-32768, 32767]],
  [int32, [-(2 ** 31), 2 ** 31 - 1]],
  [int64, [-(2 ** 63), 2 ** 63]],
  [uint8, [0, 255]],
  [uint16, [0, 65535]],
  [uint32, [0, 2 ** 32 - 1]],
  [uint64, [0, 2 ** 64]],
]);

/** The least and the greatest number of a type of whole numbers. */
export const limitsOf = (type: DType): readonly [low: number, high: number] => LIMITS.get(type)!;

/** What a number becomes in an array of the type. */
export function casterTo(type: DType): ((value: number) => number) | undefined {
  if (type === bool) return (value) => (value === 0 ? 0 : 1);
  if (type === int64 || type === uint64)
    return (value) => (Number.isFinite(value) ? Math.trunc(value) + 0 : -(2 ** 63));
  return undefined;
}
