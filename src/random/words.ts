import type { Generator } from "./generator.ts";
import { vectorKernel } from "./vector-kernel.ts";

/** The typed arrays that numbers can be drawn into: one for each dtype. */
export type Numbers = Float32Array | Float64Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** Words drawn at a time: even, and small enough to stay in the processor's first cache. */
const CHUNK = 4096;

/** Draws `count` words and hands them out in chunks of even length (except the last), with the number of those before. */
export function eachChunk(generator: Generator, count: number, use: (words: Int32Array, start: number) => void): void {
  const vectors = vectorKernel(count);
  const scratch = new Int32Array(Math.min(count, CHUNK));
  for (let start = 0; start < count; start += CHUNK) {
    const words = scratch.subarray(0, Math.min(CHUNK, count - start));
    if (vectors) vectors.words(generator, words);
    else generator.fill(words);
    use(words, start);
  }
}

/** Fills `out` with what `map` makes of one word each, a whole number that a float64 holds. */
export function mapWords(generator: Generator, out: Numbers, map: (word: number) => number): void {
  const values = new Float64Array(Math.min(out.length, CHUNK));
  eachChunk(generator, out.length, (words, start) => {
    for (let i = 0; i < words.length; i++) values[i] = map(words[i]! >>> 0);
    store(out, values.subarray(0, words.length), start);
  });
}

/** As `mapWords`, but of the float64 uniform that two words make, times 2^53. */
export function mapPairs(generator: Generator, out: Numbers, map: (uniform: number) => number): void {
  const values = new Float64Array(Math.min(out.length, CHUNK / 2));
  eachChunk(generator, 2 * out.length, (words, start) => {
    const count = words.length / 2;
    for (let i = 0; i < count; i++) values[i] = map((words[2 * i]! & 0x1fffff) * 2 ** 32 + (words[2 * i + 1]! >>> 0));
    store(out, values.subarray(0, count), start / 2);
  });
}

/** Halves of 64-bit integers, the low one first, as on every machine that Node runs on except mainframes. */
export const halvesOf = (out: BigInt64Array): Int32Array => new Int32Array(out.buffer, out.byteOffset, 2 * out.length);

function store(out: Numbers, values: Float64Array, start: number): void {
  if (!(out instanceof BigInt64Array)) {
    out.set(values, start);
    return;
  }
  const halves = halvesOf(out);
  for (let i = 0, at = 2 * start; i < values.length; i++, at += 2) {
    halves[at] = values[i]!;
    halves[at + 1] = Math.floor(values[i]! / 2 ** 32);
  }
}
