/** Random tensors, equal to those of PyTorch's CPU generator to the bit; the numbers come from src/random. */

import { allocate, Storage } from "../backend/index.ts";
import * as random from "../random/index.ts";
import { defaultGenerator, type Generator } from "../random/index.ts";
import {
  bool,
  checkSizes,
  float32,
  int64,
  keyword,
  numel,
  optional,
  overloads,
  required,
  scalarTypeName,
  signature,
  variadic,
  type TypedArray,
} from "../shape/index.ts";
import { finish, type TensorOptions } from "./from-data.ts";
import { dense, done, scatter, type Strided } from "./dense.ts";
import { checkLeaf, checkOverlap } from "./in-place.ts";
import * as is from "./kinds.ts";
import { creation, form, method, overloadedMethod } from "./method.ts";
import type { SizeArgsWith } from "./sizes.ts";
import { fromStorage, Tensor } from "./tensor.ts";

export interface RandomOptions extends TensorOptions {
  /** The stream to draw from; torch's default stream if not given. */
  readonly generator?: Generator | null;
}
export interface FromGenerator {
  readonly generator?: Generator | null;
}

declare module "./tensor.ts" {
  interface Tensor {
    /** Fills with uniform numbers from [from, to). */
    uniform_(from?: number, to?: number, options?: FromGenerator): this;
    uniform_(options: FromGenerator & { readonly from?: number; readonly to?: number }): this;
    /** Fills with normal numbers. */
    normal_(mean?: number, std?: number, options?: FromGenerator): this;
    normal_(options: FromGenerator & { readonly mean?: number; readonly std?: number }): this;
    /** Fills with whole numbers from [from, to), from [0, to), or from all that the dtype holds exactly. */
    random_(options?: FromGenerator): this;
    random_(to: number, options?: FromGenerator): this;
    random_(from: number, to: number, options?: FromGenerator): this;
    /** Fills with ones with probability `p`, or with the probability at each position of a tensor; zeros elsewhere. */
    bernoulli_(p?: number | Tensor, options?: FromGenerator): this;
    bernoulli_(options: FromGenerator & { readonly p?: number | Tensor }): this;
    /** Ones with the probability given by each element, or with the probability `p`; zeros elsewhere. */
    bernoulli(options?: FromGenerator & { readonly p?: number }): Tensor;
    bernoulli(p: number, options?: FromGenerator): Tensor;
    /** Fills with exponentially distributed numbers. */
    exponential_(lambd?: number, options?: FromGenerator): this;
    /** Fills with geometrically distributed numbers: how many trials until the first success. */
    geometric_(p: number, options?: FromGenerator): this;
    /** Fills with numbers whose logarithms are normal. */
    logNormal_(mean?: number, std?: number, options?: FromGenerator): this;
    /** Fills with Cauchy-distributed numbers. */
    cauchy_(median?: number, sigma?: number, options?: FromGenerator): this;
    /** Indices drawn according to the weights in each row. */
    multinomial(numSamples: number, options?: FromGenerator & { readonly replacement?: boolean }): Tensor;
    multinomial(numSamples: number, replacement: boolean, options?: FromGenerator): Tensor;
    multinomial(options: FromGenerator & { readonly numSamples: number; readonly replacement?: boolean }): Tensor;
    /** Uniform numbers from [0, 1) in the same shape. */
    randLike(options?: TensorOptions): Tensor;
    /** Standard normal numbers in the same shape. */
    randnLike(options?: TensorOptions): Tensor;
    /** Whole numbers from [low, high) in the same shape; `low` is 0 unless given. */
    randintLike(high: number, options?: TensorOptions): Tensor;
    randintLike(low: number, high: number, options?: TensorOptions): Tensor;
  }
}

type FloatArray = Float32Array | Float64Array;
const of = (generator: Generator | null | undefined): Generator => generator ?? defaultGenerator;

function floats(
  caller: string,
  sizes: readonly number[],
  options: RandomOptions,
  fill: (generator: Generator, out: FloatArray) => void,
): Tensor {
  checkSizes(caller, sizes);
  const dtype = options.dtype ?? float32;
  if (!dtype.isFloatingPoint)
    throw new TypeError(
      `${caller}: expected a floating point dtype, got ${dtype.toString()} ("${caller}" not implemented for it)`,
    );
  const array = allocate(dtype, numel(sizes)) as FloatArray;
  fill(of(options.generator), array);
  return finish(fromStorage(Storage.fromHost(dtype, array), sizes), options);
}

const generatorArgument = { generator: keyword(is.orNull(is.generator), null) };
const drawing = { ...generatorArgument, ...creation };
const sized = { size: variadic(is.ints), ...drawing };
const randSignature = signature("torch.rand", sized);
const randnSignature = signature("torch.randn", sized);

/** Uniform numbers from [0, 1). Reference: https://docs.pytorch.org/docs/2.13/generated/torch.rand.html */
export function rand(...args: SizeArgsWith<RandomOptions>): Tensor;
export function rand(options: RandomOptions & { readonly size: readonly number[] }): Tensor;
export function rand(...given: readonly unknown[]): Tensor {
  const { size, ...options } = randSignature.read(given);
  return uniformOf(size, options);
}

function uniformOf(size: readonly number[], options: RandomOptions): Tensor {
  return floats("rand", size, options, (generator, out) => random.uniform(generator, out));
}

/** Standard normal numbers. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.randn.html */
export function randn(...args: SizeArgsWith<RandomOptions>): Tensor;
export function randn(options: RandomOptions & { readonly size: readonly number[] }): Tensor;
export function randn(...given: readonly unknown[]): Tensor {
  const { size, ...options } = randnSignature.read(given);
  return normalOf(size, options);
}

function normalOf(size: readonly number[], options: RandomOptions): Tensor {
  return floats("randn", size, options, (generator, out) => random.normal(generator, out));
}

const randintSignature = overloads("torch.randint", {
  below: { high: required(is.int), size: required(is.ints), ...drawing },
  between: { low: required(is.int), high: required(is.int), size: required(is.ints), ...drawing },
});

/**
 * Whole numbers from [low, high), int64 without a dtype.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.randint.html
 */
export function randint(high: number, size: readonly number[], options?: RandomOptions): Tensor;
export function randint(low: number, high: number, size: readonly number[], options?: RandomOptions): Tensor;
export function randint(high: number, options: RandomOptions & { readonly size: readonly number[] }): Tensor;
export function randint(
  low: number,
  high: number,
  options: RandomOptions & { readonly size: readonly number[] },
): Tensor;
export function randint(
  options: RandomOptions & { readonly low?: number; readonly high: number; readonly size: readonly number[] },
): Tensor;
export function randint(...given: unknown[]): Tensor {
  const { form: bounds, args } = randintSignature.read(given);
  return integersOf(bounds === "between" ? args.low : 0, args.high, args.size, args);
}

function integersOf(low: number, high: number, size: readonly number[], options: RandomOptions): Tensor {
  checkSizes("randint", size);
  const dtype = options.dtype ?? int64;
  const array = allocate(dtype, numel(size)) as TypedArray;
  random.randint(of(options.generator), array, low, high);
  return finish(fromStorage(Storage.fromHost(dtype, array), [...size]), options);
}

const randpermSignature = signature("torch.randperm", { n: required(is.int), ...drawing });

/** The whole numbers below `n` in random order. */
export function randperm(n: number, options?: RandomOptions): Tensor;
export function randperm(options: RandomOptions & { readonly n: number }): Tensor;
export function randperm(...given: unknown[]): Tensor {
  const { n, ...options } = randpermSignature.read(given);
  const order = random.randperm(of(options.generator), n);
  const dtype = options.dtype ?? int64;
  const array = allocate(dtype, n) as TypedArray;
  for (let i = 0; i < n; i++) array[i] = array instanceof BigInt64Array ? BigInt(order[i]!) : order[i]!;
  return finish(fromStorage(Storage.fromHost(dtype, array), [n]), options);
}

const normalSignature = overloads("torch.normal", {
  sized: { mean: required(is.number), std: required(is.number), size: required(is.ints), ...drawing },
  means: { mean: required(is.tensor), std: optional(is.either(is.tensor, is.number), 1), ...generatorArgument },
  deviations: { mean: required(is.number), std: required(is.tensor), ...generatorArgument },
});

/**
 * Normal numbers: `mean` and `std` are numbers (then with a size) or tensors, one value for each element.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.normal.html
 */
export function normal(mean: number, std: number, size: readonly number[], options?: RandomOptions): Tensor;
export function normal(
  mean: number,
  std: number,
  options: RandomOptions & { readonly size: readonly number[] },
): Tensor;
export function normal(mean: Tensor, std?: number | Tensor, options?: FromGenerator): Tensor;
export function normal(mean: number, std: Tensor, options?: FromGenerator): Tensor;
export function normal(
  options: RandomOptions & {
    readonly mean: number | Tensor;
    readonly std?: number | Tensor;
    readonly size?: readonly number[];
  },
): Tensor;
export function normal(...given: unknown[]): Tensor {
  const call = normalSignature.read(given);
  if (call.form === "sized") {
    const { mean, std, size, ...options } = call.args;
    return floats("normal", size, options, (generator, out) => random.normal(generator, out, mean, std));
  }
  const { mean, std, generator } = call.args;
  const shaped = mean instanceof Tensor ? (std instanceof Tensor ? mean.add(std.mul(0)) : mean) : (std as Tensor);
  // If `std` is a number, it scales the draw itself, which rounds once less than a later product.
  const own = typeof std === "number" ? std : 1;
  const z = floats("normal", shaped.sizes, { dtype: shaped.dtype, generator }, (from, out) =>
    random.normal(from, out, 0, own),
  );
  return (typeof std === "number" ? z : z.mul(std)).add(mean);
}

/** Fills a tensor, contiguous or not, from an array of drawn numbers. */
function fill<T extends Tensor>(t: T, draw: (out: TypedArray) => void): T {
  checkLeaf(t);
  checkOverlap(t);
  const array = allocate(t.dtype, t.numel()) as TypedArray;
  draw(array);
  const drawn = Storage.fromHost(t.dtype, array);
  if (t.isDense) t.memory.adopt(drawn);
  else scatter(drawn.host(), t.memory.hostForWrite(), inMemoryOrder(t));
  t.changed();
  return t;
}

/** The same elements with the largest strides first: as in torch, numbers are drawn in memory order. */
function inMemoryOrder({ sizes, strides, offset }: Tensor): Strided {
  const order = sizes.map((_, d) => d).toSorted((a, b) => strides[b]! - strides[a]!);
  return { sizes: order.map((d) => sizes[d]!), strides: order.map((d) => strides[d]!), offset };
}

function fillFloats<T extends Tensor>(
  name: string,
  t: T,
  generator: Generator | null,
  draw: (generator: Generator, out: FloatArray) => void,
): T {
  if (!t.dtype.isFloatingPoint)
    throw new TypeError(
      `${name}: "${name}" not implemented for '${scalarTypeName(t.dtype)}'; expected a floating point tensor`,
    );
  return fill(t, (out) => draw(of(generator), out as FloatArray));
}

method(
  "uniform_",
  { from: optional(is.number, 0), to: optional(is.number, 1), ...generatorArgument },
  (x, { from, to, generator }) =>
    fillFloats("check_uniform_bounds", x, generator, (stream, out) => random.uniform(stream, out, from, to)),
);
method(
  "normal_",
  { mean: optional(is.number, 0), std: optional(is.number, 1), ...generatorArgument },
  (x, { mean, std, generator }) => {
    // torch fills memory with gaps one element at a time.
    const draw = x.isContiguous() ? random.normal : random.normalSerial;
    return fillFloats("normal_", x, generator, (stream, out) => draw(stream, out, mean, std));
  },
);
const fillBetween = (x: Tensor, from: number, to: number, generator: Generator | null): Tensor =>
  fill(x, (out) => random.randint(of(generator), out, from, to));
overloadedMethod("random_", {
  all: form(generatorArgument, (x, { generator }) =>
    fill(x, (out) => {
      if (x.dtype === bool) random.randomBool(of(generator), out as Uint8Array);
      else random.random(of(generator), out);
    }),
  ),
  below: form({ to: required(is.int), ...generatorArgument }, (x, { to, generator }) =>
    fillBetween(x, 0, to, generator),
  ),
  between: form({ from: required(is.int), to: required(is.int), ...generatorArgument }, (x, { from, to, generator }) =>
    fillBetween(x, from, to, generator),
  ),
});
function fillBernoulli(x: Tensor, p: number | Tensor, generator: Generator | null): Tensor {
  if (!(p instanceof Tensor)) return fill(x, (out) => random.bernoulli(of(generator), out, p));
  const each = dense(p.detach().expand(x.sizes));
  return fill(x, (out) => random.bernoulliEach(of(generator), out, each.storage.host() as FloatArray));
}
method(
  "bernoulli_",
  { p: optional(is.either(is.tensor, is.number), 0.5), ...generatorArgument },
  (x, { p, generator }) => fillBernoulli(x, p, generator),
);
overloadedMethod("bernoulli", {
  each: form(generatorArgument, (x, { generator }) => fillBernoulli(x.detach().zerosLike(), x.detach(), generator)),
  all: form({ p: required(is.number), ...generatorArgument }, (x, { p, generator }) =>
    fillBernoulli(x.detach().zerosLike(), p, generator),
  ),
});
method("exponential_", { lambd: optional(is.number, 1), ...generatorArgument }, (x, { lambd, generator }) =>
  fillFloats("exponential_", x, generator, (stream, out) => random.exponential(stream, out, lambd)),
);
method("geometric_", { p: required(is.number), ...generatorArgument }, (x, { p, generator }) =>
  fill(x, (out) => random.geometric(of(generator), out, p)),
);
method(
  "logNormal_",
  { mean: optional(is.number, 1), std: optional(is.number, 2), ...generatorArgument },
  (x, { mean, std, generator }) =>
    fillFloats("log_normal_", x, generator, (stream, out) => random.logNormal(stream, out, mean, std)),
);
method(
  "cauchy_",
  { median: optional(is.number, 0), sigma: optional(is.number, 1), ...generatorArgument },
  (x, { median, sigma, generator }) =>
    fillFloats("cauchy_", x, generator, (stream, out) => random.cauchy(stream, out, median, sigma)),
);

method(
  "multinomial",
  { numSamples: required(is.int), replacement: optional(is.bool, false), ...generatorArgument },
  (t, { numSamples, replacement, generator }) => {
    if (t.dim() < 1 || t.dim() > 2) throw new RangeError(`prob_dist must be 1 or 2 dim, got ${t.dim()}`);
    if (!t.dtype.isFloatingPoint) {
      const got = scalarTypeName(t.dtype);
      throw new TypeError(`multinomial only supports floating-point dtypes for input, got: ${got}`);
    }
    const x = dense(t);
    const rows = t.dim() === 2 ? t.sizes[0]! : 1;
    const weights = x.storage.host() as FloatArray;
    const indices = random.multinomial(of(generator), weights, t.size(-1), { numSamples, replacement });
    done(x, t);
    const array = BigInt64Array.from(indices, BigInt);
    return fromStorage(Storage.fromHost(int64, array), t.dim() === 2 ? [rows, numSamples] : [numSamples]);
  },
);

const like = (x: Tensor, options: TensorOptions): TensorOptions => ({ ...options, dtype: options.dtype ?? x.dtype });
method("randLike", creation, (x, options) => uniformOf(x.sizes, like(x, options)));
method("randnLike", creation, (x, options) => normalOf(x.sizes, like(x, options)));
overloadedMethod("randintLike", {
  below: form({ high: required(is.int), ...creation }, (x, { high, ...options }) =>
    integersOf(0, high, x.sizes, like(x, options)),
  ),
  between: form({ low: required(is.int), high: required(is.int), ...creation }, (x, { low, high, ...options }) =>
    integersOf(low, high, x.sizes, like(x, options)),
  ),
});
