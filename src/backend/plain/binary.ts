/** Elementwise ops on two or three operands with broadcasting. */
import { bool, broadcastShapes, int32, numel, roundOne, sameShape } from "../../shape/index.ts";
import type { DType, TypedArray } from "../../shape/index.ts";
import type { BinaryOp, CompareOp, Dense, Operand } from "../backend.ts";
import { allocate } from "../allocate.ts";
import { Storage } from "../storage.ts";
import { expanded, isBig, isDense } from "./arrays.ts";
import type { NumberArray } from "./arrays.ts";

type Table<T, R = T> = (x: T, y: T) => R;

const functions: Readonly<Record<BinaryOp, Table<number>>> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  pow: (x, y) => (x === 1 || y === 0 ? 1 : Math.abs(x) === 1 && Math.abs(y) === Infinity ? 1 : x ** y),
  maximum: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? NaN : x < y ? y : x),
  minimum: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? NaN : y < x ? y : x),
  remainder: (x, y) => {
    const r = x % y;
    return r !== 0 && r < 0 !== y < 0 ? r + y : r;
  },
  fmod: (x, y) => x % y,
  floorDivide: (x, y) => {
    if (y === 0) return x / y;
    const mod = x % y;
    let quotient = (x - mod) / y;
    if (mod !== 0 && y < 0 !== mod < 0) quotient -= 1;
    if (quotient === 0) return x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
    const floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  },
  atan2: Math.atan2,
  bitwiseAnd: (x, y) => x & y,
  bitwiseOr: (x, y) => x | y,
  bitwiseXor: (x, y) => x ^ y,
  tanhGrad: (y, gy) => gy * (1 - y * y),
  sigmoidGrad: (y, gy) => gy * (1 - y) * y,
  reluGrad: (y, gy) => (y <= 0 ? 0 : gy),
};

const intFunctions: Partial<Readonly<Record<BinaryOp, Table<number>>>> = {
  mul: Math.imul,
  pow: (x, y) => {
    if (y < 0) return x === 1 ? 1 : x === -1 ? (y % 2 === 0 ? 1 : -1) : 0;
    let result = 1;
    for (let base = x, e = y; e > 0; e = Math.floor(e / 2), base = Math.imul(base, base))
      if (e % 2 === 1) result = Math.imul(result, base);
    return result;
  },
  floorDivide: (x, y) => Math.floor(x / zeroChecked(y)),
  remainder: (x, y) => functions.remainder(x, zeroChecked(y)),
  fmod: (x, y) => x % zeroChecked(y),
};

const bigFunctions: Partial<Readonly<Record<BinaryOp, Table<bigint>>>> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  pow: (x, y) => {
    if (y < 0n) return x === 1n ? 1n : x === -1n ? (y % 2n === 0n ? 1n : -1n) : 0n;
    return BigInt.asIntN(64, y > 64n ? powWrapped(x, y) : x ** y);
  },
  maximum: (x, y) => (x > y ? x : y),
  minimum: (x, y) => (x < y ? x : y),
  remainder: (x, y) => {
    const r = x % zeroChecked(y);
    return r !== 0n && r < 0n !== y < 0n ? r + y : r;
  },
  fmod: (x, y) => x % zeroChecked(y),
  floorDivide: (x, y) => {
    const quotient = x / zeroChecked(y);
    return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
  },
  bitwiseAnd: (x, y) => x & y,
  bitwiseOr: (x, y) => x | y,
  bitwiseXor: (x, y) => x ^ y,
};

const comparisons: Readonly<Record<CompareOp, Table<number | bigint, boolean>>> = {
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  gt: (x, y) => x > y,
  ge: (x, y) => x >= y,
};

export function binary(op: BinaryOp, a: Operand, b: Operand): Storage {
  const { dtype, shape } = common(a, b);
  const n = numel(shape);
  const target = allocate(dtype, n);
  const x = operandArray(a, dtype, shape);
  const y = operandArray(b, dtype, shape);
  if (isBig(target)) {
    const f = bigFunctions[op];
    if (f === undefined) throw new Error(`internal: binary ${op} has no int64`);
    const [xs, ys] = [x, y] as [BigInt64Array | bigint, BigInt64Array | bigint];
    for (let i = 0; i < n; i++) target[i] = f(at(xs, i), at(ys, i));
  } else if (dtype.isFloatingPoint) floats(op, x as NumberArray | number, y as NumberArray | number, target, dtype);
  else {
    const f = (dtype === bool ? boolFunctions[op] : intFunctions[op]) ?? functions[op];
    const [xs, ys] = [x, y] as [NumberArray | number, NumberArray | number];
    for (let i = 0; i < n; i++) target[i] = f(at(xs, i), at(ys, i));
  }
  return Storage.fromHost(dtype, target);
}

const boolFunctions: Partial<Readonly<Record<BinaryOp, Table<number>>>> = {
  add: (x, y) => x | y,
  mul: (x, y) => x & y,
};

function floats(
  op: BinaryOp,
  x: NumberArray | number,
  y: NumberArray | number,
  z: NumberArray,
  { itemsize, round: own, name }: DType,
): void {
  const single = itemsize < 8;
  // For some ops torch rounds each step in one of the two-byte types but not in the other
  const round = name === "float16" ? own : null;
  const n = z.length;
  if (typeof x !== "number" && typeof y !== "number") {
    if (op === "add") for (let i = 0; i < n; i++) z[i] = x[i]! + y[i]!;
    else if (op === "sub") for (let i = 0; i < n; i++) z[i] = x[i]! - y[i]!;
    else if (op === "mul") for (let i = 0; i < n; i++) z[i] = x[i]! * y[i]!;
    else if (op === "div") for (let i = 0; i < n; i++) z[i] = x[i]! / y[i]!;
    else if (op === "tanhGrad" && single) for (let i = 0; i < n; i++) z[i] = y[i]! * (1 - x[i]! * x[i]!);
    else if (op === "sigmoidGrad" && round !== null)
      for (let i = 0; i < n; i++) z[i] = roundOne(round, y[i]! * roundOne(round, 1 - x[i]!)) * x[i]!;
    else if (op === "reluGrad") for (let i = 0; i < n; i++) z[i] = x[i]! <= 0 ? 0 : y[i]!;
    else general(op, x, y, z);
  } else if (typeof x !== "number" && typeof y === "number") {
    // A number is first converted to the dtype, as on the device
    const c = single && op !== "pow" ? Math.fround(y) : y;
    if (op === "add") for (let i = 0; i < n; i++) z[i] = x[i]! + c;
    else if (op === "sub") for (let i = 0; i < n; i++) z[i] = x[i]! - c;
    else if (op === "mul") for (let i = 0; i < n; i++) z[i] = x[i]! * c;
    else if (op === "div") for (let i = 0; i < n; i++) z[i] = x[i]! / c;
    else general(op, x, c, z);
  } else general(op, single && typeof x === "number" ? Math.fround(x) : x, y, z);
}

function general(op: BinaryOp, x: NumberArray | number, y: NumberArray | number, z: NumberArray): void {
  const f = functions[op];
  for (let i = 0; i < z.length; i++) z[i] = f(at(x, i), at(y, i));
}

export function compare(op: CompareOp, a: Operand, b: Operand): Storage {
  const { dtype, shape } = common(a, b);
  const target = allocate(bool, numel(shape));
  const x = operandArray(a, dtype, shape);
  const y = operandArray(b, dtype, shape);
  const f = comparisons[op];
  for (let i = 0; i < target.length; i++) target[i] = f(at(x, i), at(y, i)) ? 1 : 0;
  return Storage.fromHost(bool, target);
}

export function where(condition: Dense, a: Operand, b: Operand): Storage {
  const { dtype, shape: inner } = common(a, b);
  const shape = broadcastShapes(condition.shape, inner);
  const n = numel(shape);
  const test = expanded(condition.storage.host(), bool, condition.shape, shape);
  const target = allocate(dtype, n);
  const x = operandArray(a, dtype, shape);
  const y = operandArray(b, dtype, shape);
  if (isBig(target)) {
    const [xs, ys] = [x, y] as [BigInt64Array | bigint, BigInt64Array | bigint];
    for (let i = 0; i < n; i++) target[i] = test[i] ? at(xs, i) : at(ys, i);
  } else {
    const [xs, ys] = [x, y] as [NumberArray | number, NumberArray | number];
    for (let i = 0; i < n; i++) target[i] = test[i] ? at(xs, i) : at(ys, i);
  }
  return Storage.fromHost(dtype, target);
}

/** The dtype and the broadcast shape of two operands. */
export function common(a: Operand, b: Operand): { readonly dtype: DType; readonly shape: readonly number[] } {
  if (isDense(a) && isDense(b)) {
    if (a.storage.dtype !== b.storage.dtype)
      throw new Error(
        `internal: operands of one dtype expected, got ${a.storage.dtype.name} and ${b.storage.dtype.name}`,
      );
    return { dtype: a.storage.dtype, shape: sameShape(a.shape, b.shape) ? a.shape : broadcastShapes(a.shape, b.shape) };
  }
  const dense = isDense(a) ? a : isDense(b) ? b : undefined;
  if (dense === undefined) throw new Error("internal: an operand must be a tensor");
  return { dtype: dense.storage.dtype, shape: dense.shape };
}

/** The elements broadcast to `shape`, or a single number if the operand has one element. */
function operandArray(x: Operand, dtype: DType, shape: readonly number[]): TypedArray | number | bigint {
  if (!isDense(x)) {
    if (dtype.name === "int64") return typeof x === "bigint" ? x : BigInt(Math.trunc(x));
    return dtype === int32 ? Math.trunc(Number(x)) : Number(x);
  }
  const array = x.storage.host();
  return array.length === 1 && numel(shape) !== 1 ? array[0]! : expanded(array, dtype, x.shape, shape);
}

function at<T extends number | bigint>(x: ArrayLike<T> | T, i: number): T {
  return typeof x === "object" ? x[i]! : x;
}

function zeroChecked<T extends number | bigint>(y: T): T {
  if (y == 0) throw new RangeError("ZeroDivisionError");
  return y;
}

function powWrapped(x: bigint, y: bigint): bigint {
  let result = 1n;
  for (let base = x, e = y; e > 0n; e >>= 1n, base = BigInt.asIntN(64, base * base))
    if (e & 1n) result = BigInt.asIntN(64, result * base);
  return result;
}
