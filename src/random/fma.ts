/**
 * Fused multiply-add, rounded once: PyTorch's vector code is compiled with it, so the last bit of its results depends
 * on it.
 */

const { fround } = Math;

/**
 * `a * b + c` of three float32 values, rounded once to float32.
 *
 * The product of two float32 is exact in float64. Their float64 sum rounded again to float32 goes wrong only where the
 * first rounding lands on the midpoint of two neighbours; there the sign of the first rounding's error decides.
 */
export const fmaFloat32 = (a: number, b: number, c: number): number => {
  const product = a * b;
  const sum = product + c;
  const near = fround(sum);
  const rest = sum - near;
  if (rest === 0) return near;
  const far = near + 2 * rest;
  if (fround(far) !== far) return near;
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  return error * rest > 0 ? far : near;
};

const float64 = new Float64Array(1);
const bits64 = new BigInt64Array(float64.buffer);

/** Knuth's two-sum: the rounded sum and what the rounding lost. */
const twoSum = (a: number, b: number): readonly [number, number] => {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
};

/** Dekker's product: the rounded product and what the rounding lost. */
const twoProduct = (a: number, b: number): readonly [number, number] => {
  const product = a * b;
  const aScaled = 134217729 * a;
  const aHigh = aScaled - (aScaled - a);
  const bScaled = 134217729 * b;
  const bHigh = bScaled - (bScaled - b);
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
};

/** The sum rounded to odd: inexact results get an odd last bit, so that a second rounding cannot go wrong. */
const sumToOdd = (a: number, b: number): number => {
  const [sum, error] = twoSum(a, b);
  if (error === 0 || !Number.isFinite(sum)) return sum;
  float64[0] = sum;
  if ((bits64[0]! & 1n) === 0n) bits64[0]! += error > 0 === sum > 0 ? 1n : -1n;
  return float64[0];
};

/**
 * `a * b + c` of three float64 values, rounded once, for operands far from the ends of the exponent range.
 * @see Boldo and Melquiond, Emulation of a FMA and correctly rounded sums, IEEE Transactions on Computers 57, 2008
 */
export const fmaFloat64 = (a: number, b: number, c: number): number => {
  const [high, low] = twoProduct(a, b);
  const [middle, small] = twoSum(c, low);
  const [top, rest] = twoSum(high, middle);
  return top + sumToOdd(rest, small);
};
