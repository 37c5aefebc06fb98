import type { DType, TypedArray } from "../../shape/index.ts";
import { bool, int32, int64, float32 } from "../../shape/index.ts";
import type { Dense, UnaryOp } from "../backend.ts";
import { allocate } from "../allocate.ts";
import { Storage } from "../storage.ts";
import { allocateNumbers, isBig, numbers } from "./arrays.ts";
import type { NumberArray } from "./arrays.ts";

const functions: Readonly<Record<UnaryOp, (x: number) => number>> = {
  neg: (x) => -x,
  abs: Math.abs,
  // torch.sign gives 0 for NaN
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  trunc: Math.trunc,
  reciprocal: (x) => 1 / x,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  erf,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => (x < 0 ? 0 : x),
  // Above 20 torch gives x itself (the default threshold)
  softplus: (x) => (x > 20 ? x : Math.log1p(Math.exp(x))),
  logicalNot: (x) => (x === 0 ? 1 : 0),
  bitwiseNot: (x) => ~x,
};

const bigFunctions: Partial<Readonly<Record<UnaryOp, (x: bigint) => bigint>>> = {
  neg: (x) => -x,
  abs: (x) => (x < 0n ? -x : x),
  sign: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  square: (x) => x * x,
  relu: (x) => (x < 0n ? 0n : x),
  bitwiseNot: (x) => ~x,
};

const rounding: ReadonlySet<UnaryOp> = new Set(["floor", "ceil", "round", "trunc"]);

export function unary(op: UnaryOp, x: Dense): Storage {
  const { dtype } = x.storage;
  const source = x.storage.host();
  if (op === "logicalNot") return not(source);
  if (!dtype.isFloatingPoint && rounding.has(op)) return Storage.fromHost(dtype, source.slice());
  if (isBig(source)) {
    const f = bigFunctions[op];
    if (f === undefined) throw new Error(`internal: unary ${op} has no int64`);
    return Storage.fromHost(dtype, source.map(f));
  }
  const target = allocateNumbers(dtype, source.length);
  if (op === "bitwiseNot" && dtype === bool) for (let i = 0; i < source.length; i++) target[i] = 1 - source[i]!;
  else if (op === "square" && dtype === int32)
    for (let i = 0; i < source.length; i++) target[i] = Math.imul(source[i]!, source[i]!);
  else if (op === "rsqrt" && dtype.round !== null) {
    // torch rounds the root as well
    const root = numbers({ storage: unary("sqrt", x), shape: x.shape });
    for (let i = 0; i < source.length; i++) target[i] = 1 / root[i]!;
  } else apply(op, source, target);
  return Storage.fromHost(dtype, target);
}

/** The most common ops have their own loops, because a call through a table is not inlined. */
function apply(op: UnaryOp, x: NumberArray, y: NumberArray): void {
  const n = x.length;
  if (op === "relu") for (let i = 0; i < n; i++) y[i] = x[i]! < 0 ? 0 : x[i]!;
  else if (op === "tanh") for (let i = 0; i < n; i++) y[i] = Math.tanh(x[i]!);
  else if (op === "neg") for (let i = 0; i < n; i++) y[i] = -x[i]!;
  else if (op === "exp") for (let i = 0; i < n; i++) y[i] = Math.exp(x[i]!);
  else if (op === "sqrt") for (let i = 0; i < n; i++) y[i] = Math.sqrt(x[i]!);
  else if (op === "sigmoid") for (let i = 0; i < n; i++) y[i] = 1 / (1 + Math.exp(-x[i]!));
  else {
    const f = functions[op];
    for (let i = 0; i < n; i++) y[i] = f(x[i]!);
  }
}

function not(source: TypedArray): Storage {
  const target = allocate(bool, source.length);
  for (let i = 0; i < source.length; i++) target[i] = source[i] == 0 ? 1 : 0;
  return Storage.fromHost(bool, target);
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor === 0 && x < 0 ? -0 : floor;
  if (rest > 0.5) return floor === -1 ? -0 : floor + 1;
  const even = floor % 2 === 0 ? floor : floor + 1;
  return even === 0 && x < 0 ? -0 : even;
}

/**
 * The error function to double precision: a series near 0, a continued fraction (Lentz) beyond.
 *
 * Reference: https://dlmf.nist.gov/7.6.E2 and https://dlmf.nist.gov/7.9.E1
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return ((2 * Math.exp(-x * x)) / Math.sqrt(Math.PI)) * sum;
  }
  let tail = 0;
  for (let n = 60; n >= 1; n--) tail = n / 2 / (a + tail);
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + tail)));
}

export function cast(x: Dense, dtype: DType): Storage {
  const source = x.storage.host();
  const from = x.storage.dtype;
  if (from === dtype) return Storage.fromHost(dtype, source.slice());
  const target = allocate(dtype, source.length);
  if (dtype === bool) for (let i = 0; i < source.length; i++) target[i] = source[i] == 0 ? 0 : 1;
  else if (isBig(source)) {
    // Integers keep their low bits, as in C
    if (dtype.isFloatingPoint) for (let i = 0; i < source.length; i++) target[i] = Number(source[i]!);
    else for (let i = 0; i < source.length; i++) target[i] = Number(BigInt.asIntN(32, source[i]!));
  } else if (isBig(target)) for (let i = 0; i < source.length; i++) target[i] = toInt64(source[i]!);
  else if (dtype.isFloatingPoint) (target as NumberArray).set(source);
  else for (let i = 0; i < source.length; i++) target[i] = toInt32(source[i]!, dtype === int32);
  return Storage.fromHost(dtype, target);
}

/** x86 gives the most negative integer for anything that does not fit, including NaN. */
function toInt64(x: number): bigint {
  return Math.abs(x) < 2 ** 63 ? BigInt(Math.trunc(x)) : -(2n ** 63n);
}

function toInt32(x: number, saturates: boolean): number {
  if (saturates && !(Math.abs(x) < 2 ** 31)) return -(2 ** 31);
  return Math.trunc(x);
}

export function full(dtype: DType, length: number, value: number | bigint): Storage {
  const target = allocate(dtype, length);
  if (isBig(target)) target.fill(BigInt(value));
  else target.fill(dtype === bool ? Number(Number(value) !== 0) : Number(value));
  return Storage.fromHost(dtype, target);
}

/** The elements as float32, for ops that TensorFlow has only in float32. */
export function asFloat32(x: Dense): Float32Array {
  const array = numbers(x);
  return array instanceof Float32Array ? array : (cast(x, float32).host() as Float32Array);
}

/** Class indices or row numbers: int64 as numbers. */
export function indexArray(x: Dense): Int32Array {
  const array = x.storage.host();
  const result = new Int32Array(array.length);
  for (let i = 0; i < array.length; i++) result[i] = Number(array[i]!);
  return result;
}

export const indexDType = int64;
