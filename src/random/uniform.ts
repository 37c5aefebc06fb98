import { fmaFloat32, fmaFloat64 } from "./fma.ts";
import type { Generator } from "./generator.ts";
import { vectorKernel } from "./vector-kernel.ts";

const { fround } = Math;

const MAX = { float32: 3.4028234663852886e38, float64: Number.MAX_VALUE };

/**
 * Fills `out` with numbers uniform in [from, to), one word of the stream for a float32, two for a float64.
 *
 * ```ts
 * uniform(new Generator().manualSeed(42), new Float32Array(1)); // [0.8822692632675171]
 * ```
 * @throws RangeError when from > to or the range overflows the dtype.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.uniform_.html
 */
export function uniform<T extends Float32Array | Float64Array>(generator: Generator, out: T, from = 0, to = 1): T {
  if (!(from <= to)) {
    throw new RangeError(`uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`);
  }
  const isFloat32 = out instanceof Float32Array;
  if (!(to - from <= (isFloat32 ? MAX.float32 : MAX.float64))) {
    throw new RangeError(
      `uniform_ expects to-from <= std::numeric_limits<${isFloat32 ? "Float" : "Double"}>::max(), but found to=${to} and from=${from} which result in to-from to exceed the limit`,
    );
  }
  if (isFloat32) fillFloat32(generator, out, fround(from), fround(to));
  else fillFloat64(generator, out, from, to);
  return out;
}

function fillFloat32(generator: Generator, out: Float32Array, from: number, to: number): void {
  const vectors = vectorKernel(out.length);
  if (vectors) vectors.uniform(generator, out, from, to);
  else uniformFloat32(generator, out, from, to);
}

/** The plain loop, for short arrays and for machines without the vector kernel. */
export function uniformFloat32(generator: Generator, out: Float32Array, from: number, to: number): void {
  const words = new Int32Array(out.buffer, out.byteOffset, out.length);
  generator.fill(words);
  const range = fround(to - from);
  const isUnit = from === 0 && to === 1;
  for (let i = 0; i < out.length; i++) {
    const unit = (words[i]! & 0xffffff) * 2 ** -24;
    const value = isUnit ? unit : fmaFloat32(unit, range, from);
    out[i] = value === to ? from : value; // a value rounded up to the open end
  }
}

function fillFloat64(generator: Generator, out: Float64Array, from: number, to: number): void {
  const range = to - from;
  const isUnit = from === 0 && to === 1;
  for (let i = 0; i < out.length; i++) {
    const unit = generator.uniform53();
    const value = isUnit ? unit : fmaFloat64(unit, range, from);
    out[i] = value === to ? from : value;
  }
}
