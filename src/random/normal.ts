import { fmaFloat32, fmaFloat64 } from "./fma.ts";
import type { Generator } from "./generator.ts";
import { boxMullerFloat32 } from "./box-muller-float32.ts";
import { vectorKernel } from "./vector-kernel.ts";

const { fround } = Math;
const BLOCK = 16;

/**
 * Fills `out` with normal numbers as PyTorch fills contiguous memory: 16 or more elements in blocks of 16, fewer one by one.
 *
 * ```ts
 * normal(new Generator().manualSeed(42), new Float32Array(1)); // [0.33669036626815796]
 * ```
 * @throws RangeError when std < 0.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.normal_.html
 */
export function normal<T extends Float32Array | Float64Array>(generator: Generator, out: T, mean = 0, std = 1): T {
  if (out.length < BLOCK) return normalSerial(generator, out, mean, std);
  checkStd(std);
  if (out instanceof Float32Array) fillFloat32(generator, out, fround(mean), fround(std));
  else fillFloat64(generator, out, mean, std);
  return out;
}

/**
 * Fills `out` with normal numbers one by one, as PyTorch does for fewer than 16 elements and for memory with gaps.
 *
 * Every second number is the sine half of the draw before it, kept in the generator across calls.
 * @throws RangeError when std < 0.
 */
export function normalSerial<T extends Float32Array | Float64Array>(
  generator: Generator,
  out: T,
  mean = 0,
  std = 1,
): T {
  checkStd(std);
  for (let i = 0; i < out.length; i++) out[i] = fmaFloat64(nextNormal(generator), std, mean);
  return out;
}

/** One standard normal float64: Box-Muller on two uniforms, the cosine now and the sine for the next call. */
export function nextNormal(generator: Generator): number {
  const cached = generator.nextNormal;
  if (cached !== undefined) {
    generator.nextNormal = undefined;
    return cached;
  }
  const angle = 2 * Math.PI * generator.uniform53();
  const radius = Math.sqrt(-2 * Math.log1p(-generator.uniform53()));
  generator.nextNormal = radius * Math.sin(angle);
  return radius * Math.cos(angle);
}

function checkStd(std: number): void {
  if (!(std >= 0)) throw new RangeError(`normal expects std >= 0.0, but found std ${std}`);
}

function fillFloat32(generator: Generator, out: Float32Array, mean: number, std: number): void {
  const vectors = vectorKernel(out.length);
  const fill = vectors ? vectors.normal : normalFloat32;
  fill(generator, out, mean, std);
  // PyTorch redraws the last 16 if they do not form a whole block.
  if (out.length % BLOCK !== 0) normalFloat32(generator, out.subarray(out.length - BLOCK), mean, std);
}

/** The plain loop, for short arrays and for machines without the vector kernel. What follows the last whole block is not normal. */
export function normalFloat32(generator: Generator, out: Float32Array, mean: number, std: number): void {
  generator.fill(new Int32Array(out.buffer, out.byteOffset, out.length));
  boxMullerFloat32(out, out.length - (out.length % BLOCK));
  scale(out, mean, std);
}

/** Multiplies by std and adds mean, rounding once; the addition turns -0 into 0 even where both change nothing. */
function scale(out: Float32Array, mean: number, std: number): void {
  if (mean === 0 && std === 1) return;
  for (let i = 0; i < out.length; i++) out[i] = fmaFloat32(out[i]!, std, mean);
}

function fillFloat64(generator: Generator, out: Float64Array, mean: number, std: number): void {
  for (let i = 0; i < out.length; i++) out[i] = generator.uniform53();
  for (let i = 0; i + BLOCK <= out.length; i += BLOCK) boxMullerFloat64(out, i, mean, std);
  if (out.length % BLOCK === 0) return;
  const start = out.length - BLOCK;
  for (let i = start; i < out.length; i++) out[i] = generator.uniform53();
  boxMullerFloat64(out, start, mean, std);
}

function boxMullerFloat64(data: Float64Array, start: number, mean: number, std: number): void {
  for (let i = start; i < start + 8; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - data[i]!));
    const angle = 2 * Math.PI * data[i + 8]!;
    data[i] = fmaFloat64(radius * Math.cos(angle), std, mean);
    data[i + 8] = fmaFloat64(radius * Math.sin(angle), std, mean);
  }
}
