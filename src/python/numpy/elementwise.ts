/** NumPy's functions of elements. Reference: https://numpy.org/doc/2.4/reference/routines.math.html */
import { round as toEven } from "../float.ts";
import { ValueError } from "../errors.ts";
import { read } from "./arguments.ts";
import { asArray, each, NdArray, sizeOf, stridesOf } from "./array.ts";
import { bool, type DType, float32, needDType } from "./dtype.ts";
import { change } from "./indexing.ts";
import { fold, larger, type Reducing, running, smaller } from "./reduce.ts";
import { reshape } from "./shaping.ts";
import {
  assign,
  binary,
  type BinaryRule,
  broadcast,
  loop,
  made,
  type One,
  operands,
  stretched,
  toBool,
  toDivided,
  toFloat,
  toNumber,
  type Two,
  unary,
} from "./ufunc.ts";

/** The result in the array that `out` names, if any. */
function into(found: NdArray, out: unknown): NdArray {
  if (!(out instanceof NdArray)) return found;
  assign(out, found);
  return out;
}

export interface Binary {
  (...given: any[]): NdArray;
  /** All elements along a dimension combined. */
  reduce(...given: any[]): NdArray;
  /** The running results. */
  accumulate(...given: any[]): NdArray;
  /** Each element of one array with each of another. */
  outer(a: any, b: any): NdArray;
  /** Changes elements in place; places that occur several times count each time. */
  at(array: NdArray, places: any, value: any): void;
}

function two(rule: BinaryRule, start?: number, fullType?: (type: DType) => DType): Binary {
  const { name, of } = rule;
  const call = (...given: unknown[]): NdArray => {
    if (given.length === 2) return binary(rule, given[0], given[1]);
    const [a, b, out, where, dtype] = read(name, ["x1", "x2", "out", "where", "dtype"], 2, given);
    let found = binary(rule, a, b);
    if (dtype !== null) found = found.astype(needDType(dtype));
    if (where !== null) {
      const target =
        out instanceof NdArray ? out : new NdArray(found.dtype.allocate(found.size), found.shape, found.dtype);
      const mask = asArray(where, bool);
      assign(target, choose(mask, found, target));
      return target;
    }
    return into(found, out);
  };
  return Object.assign(call, {
    reduce: (...given: unknown[]): NdArray => {
      const [a, axis, dtype, , keepdims] = read(`${name}.reduce`, ["a", "axis", "dtype", "out", "keepdims"], 1, given);
      const options: Reducing = {
        axis: axis ?? 0,
        keepdims: keepdims === true,
        dtype: dtype === null ? fullType?.(asArray(a).dtype) : needDType(dtype),
      };
      return fold(a, of, start, options, name);
    },
    accumulate: (...given: unknown[]): NdArray => {
      const [a, axis] = read(`${name}.accumulate`, ["a", "axis"], 1, given);
      return running(a, of, axis ?? 0, start === undefined ? asArray(a).dtype : undefined);
    },
    outer: (a: unknown, b: unknown): NdArray => {
      const [x, y] = [asArray(a), asArray(b)];
      return binary(rule, reshape(x, [...x.shape, ...y.shape.map(() => 1)]), y);
    },
    at: (array: NdArray, places: unknown, value: unknown): void =>
      change(
        array,
        Array.isArray(places) && places.some((each_) => typeof each_ !== "number") ? places : [places],
        value,
        of,
      ),
  });
}

const floored: Two = (a, b) => {
  if (b === 0) return a / b;
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && b < 0 !== rest < 0) quotient -= 1;
  if (quotient === 0) return a / b < 0 ? -0 : 0;
  const down = Math.floor(quotient);
  return quotient - down > 0.5 ? down + 1 : down;
};
const rest: Two = (a, b) => {
  const found = a % b;
  if (found === 0) return b < 0 ? -0 : 0;
  return b < 0 !== found < 0 ? found + b : found;
};
const powerOf: Two = (a, b) => (b === 2 ? a * a : b === 0.5 ? Math.sqrt(a) : b === -1 ? 1 / a : a === 1 ? 1 : a ** b);
const isSet = (a: unknown): boolean => a !== 0 && a !== "";
const test =
  (of: (a: any, b: any) => boolean): Two =>
  (a, b) =>
    Number(of(a, b));
const onBits =
  (onNumbers: (a: bigint, b: bigint) => bigint, small: Two): Two =>
  (a, b) =>
    Math.abs(a) < 2 ** 31 && Math.abs(b) < 2 ** 31 ? small(a, b) : Number(onNumbers(BigInt(a), BigInt(b)));

const addTwo = two({ name: "add", of: (a, b) => a + b, onStrings: (a, b) => a + b }, 0);
export const add = addTwo;
const isBool = (a: unknown, b: unknown): boolean => asArray(a).dtype === bool && asArray(b).dtype === bool;
const minus = two({ name: "subtract", of: (a, b) => a - b });
export const subtract: Binary = Object.assign((...given: unknown[]): NdArray => {
  if (typeof given[0] !== "number" && typeof given[1] !== "number" && isBool(given[0], given[1]))
    throw new TypeError(
      "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
    );
  return minus(...given);
}, minus);
export const multiply = two({ name: "multiply", of: (a, b) => a * b }, 1);
export const divide = two({ name: "divide", of: (a, b) => a / b, type: toDivided });
const whole = (type: DType): DType => (type === bool ? needDType("int8") : type);
export const floorDivide = two({
  name: "floor_divide",
  of: floored,
  ofWhole: (a, b) => (b === 0 ? 0 : Math.floor(a / b) + 0),
  type: whole,
});
export const remainder = two({
  name: "remainder",
  of: rest,
  ofWhole: (a, b) => (b === 0 ? 0 : rest(a, b) + 0),
  type: whole,
});
export const fmod = two({
  name: "fmod",
  of: (a, b) => a % b,
  ofWhole: (a, b) => (b === 0 ? 0 : (a % b) + 0),
  type: whole,
});
export const power = two({
  name: "power",
  of: powerOf,
  ofWhole: (a, b) => {
    if (b < 0) throw new ValueError("Integers to negative integer powers are not allowed.");
    return a ** b;
  },
  type: whole,
});
export const maximum = two({ name: "maximum", of: larger });
export const minimum = two({ name: "minimum", of: smaller });
export const fmax = two({ name: "fmax", of: (a, b) => (Number.isNaN(a) ? b : a >= b || Number.isNaN(b) ? a : b) });
export const fmin = two({ name: "fmin", of: (a, b) => (Number.isNaN(a) ? b : a <= b || Number.isNaN(b) ? a : b) });
export const arctan2 = two({ name: "arctan2", of: Math.atan2, type: toFloat });
export const hypot = two({ name: "hypot", of: Math.hypot, type: toFloat });
export const logaddexp = two({
  name: "logaddexp",
  of: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))),
  type: toFloat,
});
const comparison = (name: string, of: (a: any, b: any) => boolean): Binary =>
  two({ name, of: test(of), type: toBool, onStrings: (a, b) => Number(of(a, b)) });
export const equal = comparison("equal", (a, b) => a === b);
export const notEqual = comparison("not_equal", (a, b) => a !== b);
export const less = comparison("less", (a, b) => a < b);
export const lessEqual = comparison("less_equal", (a, b) => a <= b);
export const greater = comparison("greater", (a, b) => a > b);
export const greaterEqual = comparison("greater_equal", (a, b) => a >= b);
export const logicalAnd = two({ name: "logical_and", of: test((a, b) => isSet(a) && isSet(b)), type: toBool }, 1);
export const logicalOr = two({ name: "logical_or", of: test((a, b) => isSet(a) || isSet(b)), type: toBool }, 0);
export const logicalXor = two({ name: "logical_xor", of: test((a, b) => isSet(a) !== isSet(b)), type: toBool }, 0);
const bits = (name: string, of: (a: bigint, b: bigint) => bigint, small: Two): Binary => {
  const rule: BinaryRule = { name, of: onBits(of, small) };
  const call = two(rule);
  return Object.assign((...given: unknown[]): NdArray => {
    if (operands(given[0], given[1])[2].isFloat)
      throw new TypeError(
        `ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''`,
      );
    return call(...given);
  }, call);
};
export const bitwiseAnd = bits(
  "bitwise_and",
  (a, b) => a & b,
  (a, b) => a & b,
);
export const bitwiseOr = bits(
  "bitwise_or",
  (a, b) => a | b,
  (a, b) => a | b,
);
export const bitwiseXor = bits(
  "bitwise_xor",
  (a, b) => a ^ b,
  (a, b) => a ^ b,
);
export const leftShift = bits(
  "left_shift",
  (a, b) => a << b,
  (a, b) => a * 2 ** b,
);
export const rightShift = bits(
  "right_shift",
  (a, b) => a >> b,
  (a, b) => Math.floor(a / 2 ** b),
);

type Unary = (...given: any[]) => NdArray;
const one =
  (name: string, of: One, type: (type: DType) => DType = toFloat): Unary =>
  (...given) => {
    if (given.length === 1) return unary(of, given[0], type);
    const [x, out, where, dtype] = read(name, ["x", "out", "where", "dtype"], 1, given);
    const found = unary(of, dtype === null ? x : asArray(x, needDType(dtype)), type);
    if (where === null) return into(found, out);
    const target =
      out instanceof NdArray ? out : new NdArray(found.dtype.allocate(found.size), found.shape, found.dtype);
    assign(target, choose(asArray(where, bool), found, target));
    return target;
  };

export const exp = one("exp", Math.exp);
export const exp2 = one("exp2", (x) => 2 ** x);
export const expm1 = one("expm1", Math.expm1);
export const log = one("log", Math.log);
export const log2 = one("log2", Math.log2);
export const log10 = one("log10", Math.log10);
export const log1p = one("log1p", Math.log1p);
export const sqrt = one("sqrt", Math.sqrt);
export const cbrt = one("cbrt", Math.cbrt);
export const sin = one("sin", Math.sin);
export const cos = one("cos", Math.cos);
export const tan = one("tan", Math.tan);
export const arcsin = one("arcsin", Math.asin);
export const arccos = one("arccos", Math.acos);
export const arctan = one("arctan", Math.atan);
export const sinh = one("sinh", Math.sinh);
export const cosh = one("cosh", Math.cosh);
export const tanh = one("tanh", Math.tanh);
export const deg2rad = one("deg2rad", (x) => x * (Math.PI / 180));
export const rad2deg = one("rad2deg", (x) => x * (180 / Math.PI));
export const square = one("square", (x) => x * x, toNumber);
export const reciprocal = one("reciprocal", (x) => 1 / x, toNumber);
export const abs = one("absolute", Math.abs, toNumber);
export const sign = one("sign", Math.sign, toNumber);
export const negative: Unary = (...given) => {
  if (asArray(given[0]).dtype === bool)
    throw new TypeError(
      "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.",
    );
  const isFloat = asArray(given[0]).dtype.isFloat;
  return one("negative", isFloat ? (x) => -x : (x) => -x + 0, toNumber)(...given);
};
export const positive = one("positive", (x) => x, toNumber);
const kept = (type: DType): DType => type;
export const floor = one("floor", Math.floor, kept);
export const ceil = one("ceil", Math.ceil, kept);
export const trunc = one("trunc", Math.trunc, kept);
export const rint = one("rint", (x) => halfEven(x), toFloat);
export const isnan = one("isnan", (x) => Number(Number.isNaN(x)), toBool);
export const isinf = one("isinf", (x) => Number(Math.abs(x) === Infinity), toBool);
export const isfinite = one("isfinite", (x) => Number(Number.isFinite(x)), toBool);
export const signbit = one("signbit", (x) => Number(x < 0 || Object.is(x, -0)), toBool);
export const logicalNot = one("logical_not", (x) => Number(!isSet(x)), toBool);
export const invert: Unary = (...given) => {
  const a = asArray(given[0]);
  if (a.dtype.isFloat)
    throw new TypeError(
      "ufunc 'invert' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''",
    );
  return one("invert", a.dtype === bool ? (x) => 1 - x : (x) => -x - 1, toNumber)(a);
};

function halfEven(x: number): number {
  if (!Number.isFinite(x)) return x;
  const down = Math.floor(x);
  const gap = x - down;
  if (gap !== 0.5)
    return gap < 0.5 ? (Object.is(x, -0) ? -0 : down === 0 && x < 0 ? -0 : down) : down + 1 === 0 ? -0 : down + 1;
  return down % 2 === 0 ? down : down + 1 === 0 ? -0 : down + 1;
}

/** To so many decimals; of two equally near numbers the even one. */
export function round(...given: any[]): NdArray {
  const [a, decimals] = read("round", ["a", "decimals", "out"], 1, given);
  const x = asArray(a);
  const digits = Number(decimals ?? 0);
  if (!x.dtype.isFloat) return digits >= 0 ? positive(x) : unary((value) => toEven(value, digits), x, toNumber);
  // NumPy multiplies, rounds and divides.
  const unit = 10 ** Math.abs(digits);
  const own = x.dtype === float32 ? Math.fround : (value: number): number => value;
  if (digits === 0) return unary(halfEven, x, toNumber);
  return digits > 0
    ? unary((value) => halfEven(own(value * unit)) / unit, x, toNumber)
    : unary((value) => halfEven(own(value / unit)) * unit, x, toNumber);
}

/** No smaller than one bound and no larger than the other. */
export function clip(...given: any[]): NdArray {
  const [a, low, high, out, min, max] = read("clip", ["a", "a_min", "a_max", "out", "min", "max"], 1, given);
  const [least, most] = [low ?? min, high ?? max];
  let found = asArray(a);
  // Where both are equal the element itself stays: a zero keeps its sign.
  if (least !== null)
    found = binary({ name: "clip", of: (x, bound) => (x < bound || Number.isNaN(bound) ? bound : x) }, found, least);
  if (most !== null)
    found = binary({ name: "clip", of: (x, bound) => (x > bound || Number.isNaN(bound) ? bound : x) }, found, most);
  return into(found, out);
}

function choose(mask: NdArray, yes: NdArray, no: NdArray): NdArray {
  const shape = broadcast(mask.shape, yes.shape, no.shape);
  const type = yes.dtype;
  const data = type.allocate(sizeOf(shape));
  const [a, b, c] = [mask, yes, no].map((each_) => {
    const places = new Float64Array(data.length);
    let k = 0;
    each(shape, stretched(each_, shape), each_.offset, (at) => (places[k++] = at));
    return places;
  });
  for (let k = 0; k < data.length; k++) data[k] = isSet(mask.data[a![k]!]) ? yes.data[b![k]!]! : no.data[c![k]!]!;
  return new NdArray(data, shape, type, stridesOf(shape));
}

/** Elements of one array where a condition holds, of another elsewhere. */
export function where(condition: unknown, yes: unknown, no: unknown): NdArray {
  const mask = asArray(condition);
  const [a, b, type] = operands(yes, no, false);
  const found = choose(mask, a.astype(type), b.astype(type));
  return found;
}

/** Whether numbers are as near as `rtol` of the second and `atol` allow. */
export function isclose(...given: any[]): NdArray {
  const [a, b, rtol, atol, equalNan] = read("isclose", ["a", "b", "rtol", "atol", "equal_nan"], 2, given);
  const [x, y] = [asArray(a), asArray(b)];
  const shape = broadcast(x.shape, y.shape);
  const out = bool.allocate(sizeOf(shape));
  const [relative, absolute] = [Number(rtol ?? 1e-5), Number(atol ?? 1e-8)];
  loop(shape, x, y, out, (p, q) =>
    Number(
      p === q ||
        (equalNan === true && Number.isNaN(p) && Number.isNaN(q)) ||
        (Number.isFinite(p) && Number.isFinite(q) && Math.abs(p - q) <= absolute + relative * Math.abs(q)),
    ),
  );
  return made(out, shape, bool);
}

export function nanToNum(...given: any[]): NdArray {
  const [a, , nan, posinf, neginf] = read("nan_to_num", ["x", "copy", "nan", "posinf", "neginf"], 1, given);
  const x = asArray(a);
  const most = x.dtype.name === "float32" ? 3.4028234663852886e38 : Number.MAX_VALUE;
  return unary(
    (value) =>
      Number.isNaN(value)
        ? Number(nan ?? 0)
        : value === Infinity
          ? Number(posinf ?? most)
          : value === -Infinity
            ? Number(neginf ?? -most)
            : value,
    x,
    toNumber,
  );
}

export const heaviside = two({ name: "heaviside", of: (a, b) => (a === 0 ? b : a < 0 ? 0 : 1), type: toFloat });
