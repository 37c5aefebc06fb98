/** Functions of one or two elements that are seldom needed: error and gamma functions, angles, signs, limits. */

import { bool, float32, float64, optional, required } from "../../shape/index.ts";
import { Storage } from "../../backend/index.ts";
import { composite } from "../autograd/composite.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method, operation } from "../method.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { commonType, type Scalar } from "./elementwise.ts";
import "./arithmetic.ts";
import "./compare.ts";
import "./unary.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** `1 - erf(self)`, exact for large elements. */
    erfc(): Tensor;
    /** The inverse of the error function. */
    erfinv(): Tensor;
    /** The logarithm of the absolute value of the gamma function. */
    lgamma(): Tensor;
    /** The derivative of `lgamma`. */
    digamma(): Tensor;
    /** `log(self / (1 - self))`, the inverse of `sigmoid`; `eps` clamps elements to [eps, 1 - eps] first. */
    logit(eps?: number | null): Tensor;
    logit(options: { readonly eps?: number | null }): Tensor;
    /** `sin(pi self) / (pi self)`, and 1 at 0. */
    sinc(): Tensor;
    /** Degrees as radians. */
    deg2rad(): Tensor;
    /** Radians as degrees. */
    rad2deg(): Tensor;
    /** The tensor itself, unless it is bool. */
    positive(): Tensor;
    /** -1, 0 or 1: `sign` for real numbers. */
    sgn(): Tensor;
    /** Whether elements are negative; -0 is. */
    signbit(): Tensor;
    /** Whether elements are positive infinity. */
    isposinf(): Tensor;
    /** Whether elements are negative infinity. */
    isneginf(): Tensor;
    /** Whether elements are real numbers: all are. */
    isreal(): Tensor;
    /** Zero up to `lambd` on both sides, elements beyond it. */
    hardshrink(lambd?: number): Tensor;
    hardshrink(options: { readonly lambd?: number }): Tensor;
    /** `sqrt(self ** 2 + other ** 2)`. */
    hypot(other: Tensor): Tensor;
    /** `log(exp(self) + exp(other))`, computed without overflow. */
    logaddexp(other: Tensor): Tensor;
    /** `log2(2 ** self + 2 ** other)`, computed without overflow. */
    logaddexp2(other: Tensor): Tensor;
    /** `self * log(other)`, and 0 where `self` is 0. */
    xlogy(other: Tensor | Scalar): Tensor;
    /** The absolute value of `self` with the sign of `other`. */
    copysign(other: Tensor | Scalar): Tensor;
    /** `self * 2 ** other`. */
    ldexp(other: Tensor): Tensor;
    /** The elementwise maximum; of a NaN and a number, the number. */
    fmax(other: Tensor): Tensor;
    /** The elementwise minimum; of a NaN and a number, the number. */
    fmin(other: Tensor): Tensor;
    /** 0 for negative elements, 1 for positive ones, and `values` at 0. */
    heaviside(values: Tensor): Tensor;
    heaviside(options: { readonly values: Tensor }): Tensor;
    /** The power in float64. */
    floatPower(exponent: Tensor | Scalar): Tensor;
    floatPower(options: { readonly exponent: Tensor | Scalar }): Tensor;
    /** The greatest common divisor of whole numbers. */
    gcd(other: Tensor): Tensor;
    /** The least common multiple of whole numbers. */
    lcm(other: Tensor): Tensor;
    /** `self << other` of whole numbers. */
    bitwiseLeftShift(other: Tensor | Scalar): Tensor;
    /** `self >> other` of whole numbers. */
    bitwiseRightShift(other: Tensor | Scalar): Tensor;
  }
}

/** Values only: `f` of every element, computed in float64; integers give float32. */
function mapped(t: Tensor, f: (x: number) => number): Tensor {
  const wide = t.detach().to(float64);
  const x = dense(wide);
  const y = Float64Array.from(x.storage.host() as Float64Array, f);
  done(x, wide);
  return fromStorage(Storage.fromHost(float64, y), t.sizes).to(t.dtype.isFloatingPoint ? t.dtype : float32);
}

/** Values only: `f` of every pair of whole numbers, which broadcast. */
function ofWhole(name: string, a: Tensor, b: Tensor | Scalar, f: (x: bigint, y: bigint) => bigint): Tensor {
  const dtype = commonType(a, b);
  if (dtype.isFloatingPoint || dtype === bool)
    throw new TypeError(`"${name}" not implemented for ${dtype.toString()}: it takes whole numbers`);
  const other = b instanceof Tensor ? b : a.newTensor(Number(b));
  const [x, y] = [a, other.expand(a.add(other).sizes)];
  const [left, right] = [x.expand(y.sizes), y].map((t) => t.reshape(-1).tolist<number[]>());
  const out = left!.map((value, i) => Number(f(BigInt(value), BigInt(right![i]!))));
  return a.newTensor(out, { dtype }).reshape(y.sizes);
}

const erfinvOf = (y: number): number => {
  if (Math.abs(y) >= 1) return Math.abs(y) === 1 ? y * Infinity : NaN;
  // A rational approximation of the start, then Newton's steps: https://en.wikipedia.org/wiki/Error_function#Approximation_with_elementary_functions
  const l = Math.log(1 - y * y);
  const k = 2 / (Math.PI * 0.147) + l / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(k * k - l / 0.147) - k);
  for (let i = 0; i < 3; i++) x -= (erfOf(x) - y) / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x));
  return x;
};

/** The error function in float64, by its series near 0 and by the continued fraction of its complement beyond. */
function erfOf(x: number): number {
  if (Math.abs(x) > 2.5) return Math.sign(x) * (1 - erfcOf(Math.abs(x)));
  let [term, sum] = [x, x];
  for (let n = 1; n < 80 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function erfcOf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < 2.5) return 1 - erfOf(x);
  if (x === Infinity) return 0;
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** Lanczos' approximation with g = 7: https://en.wikipedia.org/wiki/Lanczos_approximation */
const lanczos = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
];
function lgammaOf(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Infinity;
  if (Math.abs(x) === Infinity) return Infinity;
  if (x < 0.5) return Math.log(Math.abs(Math.PI / Math.sin(Math.PI * x))) - lgammaOf(1 - x);
  const t = x + 6.5;
  const sum = lanczos.reduce((total, c, i) => (i === 0 ? c : total + c / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Moved up by its recurrence, then its asymptotic series: https://dlmf.nist.gov/5.11 */
function digammaOf(x: number): number {
  if (x === 0) return Object.is(x, -0) ? Infinity : -Infinity;
  if (x < 0) return Number.isInteger(x) ? NaN : digammaOf(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let [sum, at] = [0, x];
  for (; at < 10; at++) sum -= 1 / at;
  const s = 1 / (at * at);
  return sum + Math.log(at) - 0.5 / at - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))));
}

/** Derivative `n` (from 1) of digamma, by the sum of Euler and Maclaurin: https://dlmf.nist.gov/25.11 */
function polygammaOf(n: number, x: number): number {
  const s = n + 1;
  let [sum, at, factorial] = [0, x, 1];
  for (; at < 15; at++) sum += at ** -s;
  sum += at ** (1 - s) / (s - 1) + at ** -s / 2;
  let term = s * at ** (-s - 1);
  for (const [j, b] of [1 / 12, -1 / 720, 1 / 30_240, -1 / 1_209_600].entries()) {
    sum += b * term;
    term *= (s + 2 * j + 1) * (s + 2 * j + 2) * at ** -2;
  }
  for (let i = 2; i <= n; i++) factorial *= i;
  return (n % 2 === 0 ? -1 : 1) * factorial * sum;
}

const erfcBackward = defineGradient("ErfcBackward0", (node, grad) => [
  grad.mul(node.saved()[0]!.square().neg().exp()).mul(-2 / Math.sqrt(Math.PI)),
]);
method("erfc", {}, (x) => erfcBackward.record(mapped(x, erfcOf), [x], [x], undefined));
const erfinvBackward = defineGradient("ErfinvBackward0", (node, grad) => [
  grad.mul(node.saved()[0]!.erfinv().square().exp()).mul(Math.sqrt(Math.PI) / 2),
]);
method("erfinv", {}, (x) => erfinvBackward.record(mapped(x, erfinvOf), [x], [x], undefined));

const polygammaBackward: Gradient<number> = defineGradient<number>("PolygammaBackward0", (node, grad) => [
  grad.mul(polygamma(node.context + 1, node.saved()[0]!)),
]);
function polygamma(n: number, x: Tensor): Tensor {
  const y = mapped(x, (value) => polygammaOf(n, value));
  return polygammaBackward.record(y, [x], [x], n);
}
const digammaBackward = defineGradient("DigammaBackward0", (node, grad) => [grad.mul(polygamma(1, node.saved()[0]!))]);
const lgammaBackward = defineGradient("LgammaBackward0", (node, grad) => [grad.mul(node.saved()[0]!.digamma())]);
method("digamma", {}, (x) => digammaBackward.record(mapped(x, digammaOf), [x], [x], undefined));
method("lgamma", {}, (x) => lgammaBackward.record(mapped(x, lgammaOf), [x], [x], undefined));

const logit = composite<number | null>("LogitBackward0", ([x], eps) => {
  const p = eps === null ? x! : x!.clamp(eps, 1 - eps);
  return p.div(p.rsub(1)).log();
});
method("logit", { eps: optional(is.orNull(is.number), null) }, (x, { eps }) => logit([floating(x)], eps));

const floating = (x: Tensor): Tensor => (x.dtype.isFloatingPoint ? x : x.to(float32));

const sinc = composite<null>("SincBackward0", ([x]) => {
  const isZero = x!.detach().eq(0);
  const angle = x!.maskedFill(isZero, 1).mul(Math.PI);
  return angle.sin().div(angle).maskedFill(isZero, 1);
});
method("sinc", {}, (x) => sinc([floating(x)], null));

for (const [name, rule, factor] of [
  ["deg2rad", "Deg2RadBackward0", Math.PI / 180],
  ["rad2deg", "Rad2DegBackward0", 180 / Math.PI],
] as const) {
  const times = composite<null>(rule, ([x]) => x!.mul(factor));
  method(name, {}, (x) => times([floating(x)], null));
}

method("positive", {}, (x) => {
  if (x.dtype === bool) throw new TypeError("The `+` operator, on a bool tensor is not supported.");
  return x;
});
const sgnBackward = defineGradient("SgnBackward0", (_node, grad) => [grad.zerosLike()]);
method("sgn", {}, (x) => sgnBackward.record(x.detach().sign(), [x], [], undefined));
method("signbit", {}, (x) => {
  if (!x.dtype.isFloatingPoint) return x.detach().lt(0);
  // Only division tells -0 from 0.
  const t = x.detach();
  return t.lt(0).logicalOr(t.eq(0).logicalAnd(t.reciprocal().lt(0)));
});
method("isposinf", {}, (x) => x.detach().eq(Infinity));
method("isneginf", {}, (x) => x.detach().eq(-Infinity));
method("isreal", {}, (x) => x.onesLike({ dtype: bool }));

const hardshrink = composite<number>("HardshrinkBackward0", ([x], lambd) =>
  x!.maskedFill(x!.detach().abs().le(lambd), 0),
);
method("hardshrink", { lambd: optional(is.number, 0.5) }, (x, { lambd }) => hardshrink([x], lambd));

const other = { other: required(is.tensor) };

/** Both operands in the floating type of the result. */
function both(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const common = commonType(a, b);
  const dtype = common.isFloatingPoint ? common : float32;
  return [a.to(dtype), b.to(dtype)];
}

const hypot = composite<null>("HypotBackward0", ([x, y]) => {
  const [a, b] = [x!.abs(), y!.abs()];
  const most = a.detach().maximum(b.detach());
  // Divided by the larger one, so that squares do not overflow.
  const scale = most.where(most.gt(0).logicalAnd(most.lt(Infinity)), 1);
  return a.div(scale).square().add(b.div(scale).square()).sqrt().mul(scale);
});
method("hypot", other, (x, { other: y }) => hypot(both(x, y), null));

const logaddexp = (name: string, exp: "exp" | "exp2", log: "log" | "log2"): ((x: Tensor, y: Tensor) => Tensor) => {
  const sum = composite<null>(name, ([x, y]) => {
    const most = x!.detach().maximum(y!.detach());
    const top = most.where(most.abs().lt(Infinity), 0);
    return x!.sub(top)[exp]().add(y!.sub(top)[exp]())[log]().add(top);
  });
  return (x, y) => sum(both(x, y), null);
};
const byE = logaddexp("LogaddexpBackward0", "exp", "log");
const byTwo = logaddexp("Logaddexp2Backward0", "exp2", "log2");
method("logaddexp", other, (x, { other: y }) => byE(x, y));
method("logaddexp2", other, (x, { other: y }) => byTwo(x, y));

const asTensor = (x: Tensor, value: Tensor | Scalar): Tensor =>
  value instanceof Tensor ? value : x.newTensor(Number(value), { dtype: x.dtype.isFloatingPoint ? x.dtype : float32 });

const xlogy = composite<null>("XlogyBackward0", ([x, y]) => {
  const isNothing = x!.detach().eq(0).logicalAnd(y!.detach().isnan().logicalNot());
  const log = y!.maskedFill(isNothing, 1).log();
  return x!.mul(log);
});
operation("xlogy", {}, (x, { other: y }) => xlogy(both(x, asTensor(x, y)), null));

const copysign = composite<null>("CopysignBackward0", ([x, y]) => {
  const isNegative = y!.detach().signbit();
  return x!.abs().neg().where(isNegative, x!.abs());
});
operation("copysign", {}, (x, { other: y }) => copysign(both(x, asTensor(x, y)), null));
method("ldexp", other, (x, { other: y }) => x.mul(floating(y).exp2()));

for (const [name, rule, pick] of [
  ["fmax", "FmaxBackward0", "ge"],
  ["fmin", "FminBackward0", "le"],
] as const) {
  const choose = composite<null>(rule, ([x, y]) => {
    const [a, b] = [x!.detach(), y!.detach()];
    return x!.where(a[pick](b).logicalOr(b.isnan()), y!);
  });
  method(name, other, (x, { other: y }) => {
    const dtype = commonType(x, y);
    return choose([x.to(dtype), y.to(dtype)], null);
  });
}

method("heaviside", { values: required(is.tensor) }, (x, { values }) => {
  if (x.dtype !== values.dtype)
    throw new TypeError("heaviside is not yet implemented for tensors with different dtypes.");
  const t = x.detach();
  return values.detach().where(t.eq(0), t.gt(0).to(t.dtype));
});

method("floatPower", { exponent: required(is.tensorOrNumber) }, (x, { exponent }) =>
  x.to(float64).pow(exponent instanceof Tensor ? exponent.to(float64) : exponent),
);

const gcdOf = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};
method("gcd", other, (x, { other: y }) => ofWhole("gcd", x, y, gcdOf));
method("lcm", other, (x, { other: y }) =>
  ofWhole("lcm", x, y, (a, b) => {
    const product = a * b;
    return product === 0n ? 0n : (product < 0n ? -product : product) / gcdOf(a, b);
  }),
);
operation("bitwiseLeftShift", {}, (x, { other: y }) => ofWhole("bitwise_left_shift", x, y, (a, b) => a << b));
operation("bitwiseRightShift", {}, (x, { other: y }) => ofWhole("bitwise_right_shift", x, y, (a, b) => a >> b));
