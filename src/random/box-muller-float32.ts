/**
 * Box-Muller in float32 with the polynomials of Cephes, as PyTorch's AVX2 code evaluates them: every multiply-add fused.
 *
 * A fused `a * b + c` is written `fround(a * b + c)`: the product is exact in float64, and of the 2^24 arguments that the
 * logarithm and the sine can get, none lands on a midpoint where rounding twice would differ (a test goes through them all).
 *
 * @see S. L. Moshier, Cephes, logf and sinf: https://www.netlib.org/cephes/
 * @see aten/src/ATen/native/cpu/DistributionTemplates.h and avx_mathfun.h of PyTorch 2.13
 */

const { fround } = Math;

export const SQRT_HALF = fround(Math.SQRT1_2);
export const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
export const LN2 = { low: fround(-2.1219444e-4), high: 0.693359375 };

export const TWO_PI = fround(2 * Math.PI);
export const FOUR_OVER_PI = fround(1.27323954473516);
/** Minus pi / 4 in three parts. */
export const DP = [-0.78515625, -2.4187564849853515625e-4, -3.774894977445941e-8].map(fround);
export const SINE = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
export const COSINE = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);

type Nine = [number, number, number, number, number, number, number, number, number];
type Three = [number, number, number];
const [L0, L1, L2, L3, L4, L5, L6, L7, L8] = LOG as Nine;
const [DP1, DP2, DP3] = DP as Three;
const [S0, S1, S2] = SINE as Three;
const [C0, C1, C2] = COSINE as Three;
const [LN2_LOW, LN2_HIGH] = [LN2.low, LN2.high];

/** 2^-n: scales an integer of n bits into [0.5, 1). */
const INVERSE_POWER = Float64Array.from({ length: 26 }, (_, n) => 2 ** -n);

/** The logarithm of `k * 2^-24`, for a whole k in [1, 2^24]. */
export function logOfFraction(k: number): number {
  const bits = 32 - Math.clz32(k);
  let x = k * INVERSE_POWER[bits]!;
  let e = bits - 24;
  if (x < SQRT_HALF) {
    e -= 1;
    x += x;
  }
  x -= 1;
  const z = fround(x * x);
  let y = fround(L0 * x + L1);
  y = fround(y * x + L2);
  y = fround(y * x + L3);
  y = fround(y * x + L4);
  y = fround(y * x + L5);
  y = fround(y * x + L6);
  y = fround(y * x + L7);
  y = fround(y * x + L8);
  y = fround(y * x);
  y = fround(y * z + fround(e * LN2_LOW));
  y = fround(y - z * 0.5);
  return fround(e * LN2_HIGH + fround(x + y));
}

/**
 * Turns the words that lie in `data` into standard normals, in blocks of 16 up to `length`: elements j and j + 8 of a block,
 * whose low 24 bits are uniforms, become the cosine and the sine of one pair.
 */
export function boxMullerFloat32(data: Float32Array, length: number): void {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length);
  for (let block = 0; block < length; block += 16) {
    for (let i = block; i < block + 8; i++) {
      const radius = fround(Math.sqrt(-2 * logOfFraction(0x1000000 - (words[i]! & 0xffffff))));
      const angle = fround(TWO_PI * ((words[i + 8]! & 0xffffff) * 2 ** -24));
      const octant = (fround(angle * FOUR_OVER_PI) + 1) & ~1;
      let x = fround(octant * DP1 + angle);
      x = fround(octant * DP2 + x);
      x = fround(octant * DP3 + x);
      const z = fround(x * x);
      let cosine = fround(C0 * z + C1);
      cosine = fround(cosine * z + C2);
      cosine = fround(cosine * z);
      cosine = fround(cosine * z - z * 0.5);
      cosine = fround(cosine + 1);
      let sine = fround(S0 * z + S1);
      sine = fround(sine * z + S2);
      sine = fround(sine * z);
      sine = fround(sine * x + x);
      const isSwapped = (octant & 2) !== 0;
      const realPart = isSwapped ? sine : cosine;
      const imaginaryPart = isSwapped ? cosine : sine;
      data[i] = radius * (((octant + 2) & 4) !== 0 ? -realPart : realPart) + 0;
      data[i + 8] = radius * ((octant & 4) !== 0 ? -imaginaryPart : imaginaryPart) + 0;
    }
  }
}
