/** Random tensors, equal to PyTorch's CPU generator to the bit; the numbers come from src/random. */

import { allocate, Storage } from "../backend/index.ts";
import * as random from "../random/index.ts";
import { defaultGenerator, type Generator } from "../random/index.ts";
import { bool, checkSizes, float32, int64, numel, scalarTypeName, type TypedArray } from "../shape/index.ts";
import { finish, type TensorOptions } from "./from-data.ts";
import { dense, done, scatter, type Strided } from "./dense.ts";
import { checkLeaf, checkOverlap } from "./in-place.ts";
import { splitSizes, type SizeArgsWith } from "./sizes.ts";
import { fromStorage, Tensor } from "./tensor.ts";

export interface RandomOptions extends TensorOptions {
  /** The stream to draw from; torch's default one otherwise. */
  readonly generator?: Generator | null;
}
export interface FromGenerator {
  readonly generator?: Generator | null;
}

declare module "./tensor.ts" {
  interface Tensor {
    /** Fills with numbers uniform over [from, to). */
    uniform_(from?: number, to?: number, options?: FromGenerator): this;
    /** Fills with normal numbers. */
    normal_(mean?: number, std?: number, options?: FromGenerator): this;
    /** Fills with whole numbers: of [from, to), of [0, to), or over all that the dtype holds exactly. */
    random_(options?: FromGenerator): this;
    random_(to: number, options?: FromGenerator): this;
    random_(from: number, to: number, options?: FromGenerator): this;
    /** Fills with ones with probability `p`, or with the probability at each place of a tensor. */
    bernoulli_(p?: number | Tensor, options?: FromGenerator): this;
    /** Ones with the probability that each element is. */
    bernoulli(options?: FromGenerator): Tensor;
    /** Fills with exponentially distributed numbers. */
    exponential_(lambda?: number, options?: FromGenerator): this;
    /** Fills with numbers of trials up to the first success. */
    geometric_(p: number, options?: FromGenerator): this;
    /** Fills with numbers whose logarithms are normal. */
    logNormal_(mean?: number, std?: number, options?: FromGenerator): this;
    /** Fills with Cauchy distributed numbers. */
    cauchy_(median?: number, sigma?: number, options?: FromGenerator): this;
    /** Indices drawn by the weights in each row. */
    multinomial(numSamples: number, options?: FromGenerator & { readonly replacement?: boolean }): Tensor;
    /** Numbers uniform over [0, 1) in the same shape. */
    randLike(options?: RandomOptions): Tensor;
    /** Standard normal numbers in the same shape. */
    randnLike(options?: RandomOptions): Tensor;
    /** Whole numbers of [low, high) in the same shape. */
    randintLike(low: number, high: number, options?: RandomOptions): Tensor;
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

/** Numbers uniform over [0, 1). Reference: https://docs.pytorch.org/docs/2.13/generated/torch.rand.html */
export function rand(...args: SizeArgsWith<RandomOptions>): Tensor {
  const { sizes, options } = splitSizes(args);
  return floats("rand", sizes, options, (generator, out) => random.uniform(generator, out));
}

/** Standard normal numbers. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.randn.html */
export function randn(...args: SizeArgsWith<RandomOptions>): Tensor {
  const { sizes, options } = splitSizes(args);
  return floats("randn", sizes, options, (generator, out) => random.normal(generator, out));
}

/**
 * Whole numbers of [low, high), int64 without a dtype.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.randint.html
 */
export function randint(high: number, size: readonly number[], options?: RandomOptions): Tensor;
export function randint(low: number, high: number, size: readonly number[], options?: RandomOptions): Tensor;
export function randint(
  first: number,
  second: number | readonly number[],
  third?: readonly number[] | RandomOptions,
  fourth?: RandomOptions,
): Tensor {
  const [low, high, size, options = {}] =
    typeof second === "number"
      ? [first, second, third as readonly number[], fourth]
      : [0, first, second, third as RandomOptions | undefined];
  checkSizes("randint", size);
  const dtype = options.dtype ?? int64;
  const array = allocate(dtype, numel(size)) as TypedArray;
  random.randint(of(options.generator), array, low, high);
  return finish(fromStorage(Storage.fromHost(dtype, array), [...size]), options);
}

/** The whole numbers below `n` in random order. */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  const order = random.randperm(of(options.generator), n);
  const dtype = options.dtype ?? int64;
  const array = allocate(dtype, n) as TypedArray;
  for (let i = 0; i < n; i++) array[i] = array instanceof BigInt64Array ? BigInt(order[i]!) : order[i]!;
  return finish(fromStorage(Storage.fromHost(dtype, array), [n]), options);
}

/**
 * Normal numbers: `mean` and `std` are numbers (with a size) or tensors, one for each element.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.normal.html
 */
export function normal(mean: number, std: number, size: readonly number[], options?: RandomOptions): Tensor;
export function normal(mean: Tensor, std?: number | Tensor, options?: RandomOptions): Tensor;
export function normal(mean: number, std: Tensor, options?: RandomOptions): Tensor;
export function normal(
  mean: number | Tensor,
  std: number | Tensor = 1,
  third?: readonly number[] | RandomOptions,
  fourth: RandomOptions = {},
): Tensor {
  if (Array.isArray(third)) {
    const [m, s] = [mean as number, std as number];
    return floats("normal", [...(third as readonly number[])], fourth, (generator, out) =>
      random.normal(generator, out, m, s),
    );
  }
  const options = (third as RandomOptions | undefined) ?? {};
  const shaped = mean instanceof Tensor ? (std instanceof Tensor ? mean.add(std.mul(0)) : mean) : (std as Tensor);
  // A number is the deviation of the draw itself, which rounds once less than a product afterwards.
  const own = typeof std === "number" ? std : 1;
  const z = floats("normal", shaped.sizes, { dtype: shaped.dtype, ...options }, (generator, out) =>
    random.normal(generator, out, 0, own),
  );
  return (typeof std === "number" ? z : z.mul(std)).add(mean);
}

/** Ones with the probability that each element of `p` is. */
export function bernoulli(p: Tensor, options: FromGenerator = {}): Tensor {
  return p.bernoulli(options);
}

/** Fills a tensor, contiguous or not, from an array of drawn numbers. */
function fill<T extends Tensor>(t: T, draw: (out: TypedArray) => void): T {
  checkLeaf(t);
  checkOverlap(t);
  const array = allocate(t.dtype, t.numel()) as TypedArray;
  draw(array);
  if (t.isDense) t.storage.adopt(Storage.fromHost(t.dtype, array));
  else scatter(array, t.storage.hostForWrite(), inMemoryOrder(t));
  t.changed();
  return t;
}

/** The same elements with the largest strides first: as torch, numbers are drawn in the order in which they lie in memory. */
function inMemoryOrder({ sizes, strides, offset }: Tensor): Strided {
  const order = sizes.map((_, d) => d).toSorted((a, b) => strides[b]! - strides[a]!);
  return { sizes: order.map((d) => sizes[d]!), strides: order.map((d) => strides[d]!), offset };
}

function fillFloats<T extends Tensor>(
  name: string,
  t: T,
  { generator }: FromGenerator,
  draw: (generator: Generator, out: FloatArray) => void,
): T {
  if (!t.dtype.isFloatingPoint)
    throw new TypeError(
      `${name}: "${name}" not implemented for '${scalarTypeName(t.dtype)}'; expected a floating point tensor`,
    );
  return fill(t, (out) => draw(of(generator), out as FloatArray));
}

Tensor.prototype.uniform_ = function (from = 0, to = 1, options = {}) {
  return fillFloats("check_uniform_bounds", this, options, (generator, out) =>
    random.uniform(generator, out, from, to),
  );
};
Tensor.prototype.normal_ = function (mean = 0, std = 1, options = {}) {
  // torch fills memory with gaps one by one
  const draw = this.isContiguous() ? random.normal : random.normalSerial;
  return fillFloats("normal_", this, options, (generator, out) => draw(generator, out, mean, std));
};
Tensor.prototype.random_ = function <T extends Tensor>(
  this: T,
  ...args: readonly (number | FromGenerator | undefined)[]
): T {
  const numbers = args.filter((arg) => typeof arg === "number");
  const { generator } = args.find((arg) => typeof arg === "object") ?? {};
  return fill(this, (out) => {
    if (numbers.length === 0) {
      if (this.dtype === bool) random.randomBool(of(generator), out as Uint8Array);
      else random.random(of(generator), out);
    } else {
      const [from, to] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!];
      random.randint(of(generator), out, from, to);
    }
  });
};
Tensor.prototype.bernoulli_ = function (p = 0.5, { generator } = {}) {
  if (!(p instanceof Tensor)) return fill(this, (out) => random.bernoulli(of(generator), out, p));
  const each = p.detach().expand(this.sizes);
  const x = dense(each);
  return fill(this, (out) => random.bernoulliEach(of(generator), out, x.storage.host() as FloatArray));
};
Tensor.prototype.bernoulli = function ({ generator } = {}) {
  return this.detach()
    .zerosLike()
    .bernoulli_(this.detach(), { generator: generator ?? null });
};
Tensor.prototype.exponential_ = function (lambda = 1, options = {}) {
  return fillFloats("exponential_", this, options, (generator, out) => random.exponential(generator, out, lambda));
};
Tensor.prototype.geometric_ = function (p, { generator } = {}) {
  return fill(this, (out) => random.geometric(of(generator), out, p));
};
Tensor.prototype.logNormal_ = function (mean = 1, std = 2, options = {}) {
  return fillFloats("log_normal_", this, options, (generator, out) => random.logNormal(generator, out, mean, std));
};
Tensor.prototype.cauchy_ = function (median = 0, sigma = 1, options = {}) {
  return fillFloats("cauchy_", this, options, (generator, out) => random.cauchy(generator, out, median, sigma));
};

Tensor.prototype.multinomial = function (numSamples, { replacement = false, generator } = {}) {
  if (this.dim() < 1 || this.dim() > 2) throw new RangeError(`prob_dist must be 1 or 2 dim, got ${this.dim()}`);
  if (!this.dtype.isFloatingPoint) {
    const got = scalarTypeName(this.dtype);
    throw new TypeError(`multinomial only supports floating-point dtypes for input, got: ${got}`);
  }
  const x = dense(this);
  const rows = this.dim() === 2 ? this.sizes[0]! : 1;
  const weights = x.storage.host() as FloatArray;
  const indices = random.multinomial(of(generator), weights, this.size(-1), { numSamples, replacement });
  done(x, this);
  const array = BigInt64Array.from(indices, BigInt);
  return fromStorage(Storage.fromHost(int64, array), this.dim() === 2 ? [rows, numSamples] : [numSamples]);
};

Tensor.prototype.randLike = function (options = {}) {
  return rand(this.sizes, { dtype: this.dtype, ...options });
};
Tensor.prototype.randnLike = function (options = {}) {
  return randn(this.sizes, { dtype: this.dtype, ...options });
};
Tensor.prototype.randintLike = function (low, high, options = {}) {
  return randint(low, high, this.sizes, { dtype: this.dtype, ...options });
};
