/**
 * `numpy.random.default_rng`: the same numbers from the same seed, normal ones to within 1e-14.
 * Reference: https://numpy.org/doc/2.1/reference/random/generator.html
 */
import { arrayOf, poolOf, reorder, shapeOf, type Size } from "./choosing.ts";
import { ValueError } from "./errors.ts";
import { asArray, type NdArray } from "./numpy/array.ts";
import { type DType, float64, int64 } from "./numpy/dtype.ts";
import { Pcg64 } from "./pcg64.ts";

/** Where the last layer of the ziggurat ends: https://www.doornik.com/research/ziggurat.pdf */
const END = 3.6541528853610088;
const BASE = 8.68362706080130616677e-16 * 2 ** 52;

/** The right ends of the 256 layers, the first of which includes the tail, and the height of the curve there. */
const ENDS = new Float64Array(256);
const HEIGHTS = new Float64Array(256);
const curve = (x: number): number => Math.exp((-x * x) / 2);
{
  const area = BASE * curve(END);
  ENDS[255] = END;
  HEIGHTS[255] = curve(END);
  for (let i = 254; i > 0; i--) {
    HEIGHTS[i] = area / ENDS[i + 1]! + HEIGHTS[i + 1]!;
    ENDS[i] = Math.sqrt(-2 * Math.log(HEIGHTS[i]!));
  }
  ENDS[0] = BASE;
  HEIGHTS[0] = 1;
}

/** The probability that a number in a layer certainly lies below the curve. */
const inside = (layer: number): number => {
  if (layer === 1) return 0;
  return layer === 0 ? END / BASE : ENDS[layer - 1]! / ENDS[layer]!;
};

/** The generator that `default_rng` returns. */
export class Generator {
  readonly #bits: Pcg64;

  /** @param seed - A whole number, 0 or greater; without one the numbers differ each time. */
  constructor(seed: number | null = null) {
    if (seed !== null && (!Number.isSafeInteger(seed) || seed < 0))
      throw new ValueError(`default_rng: a seed is a whole number from 0 on, got ${seed}`);
    this.#bits = new Pcg64(BigInt(seed ?? Math.floor(Math.random() * 2 ** 52)));
  }

  #drawn(size: Size, draw: () => number, dtype: DType = float64): any {
    const shape = shapeOf(size);
    if (shape === undefined) return draw();
    return arrayOf(Array.from({ length: shape.reduce((a, b) => a * b, 1) }, draw), shape, dtype);
  }

  #normal(): number {
    for (;;) {
      const long = this.#bits.long();
      const layer = Number(long & 0xffn);
      const share = Number((long >> 9n) & 0xfffffffffffffn) / 2 ** 52;
      const sign = ((long >> 8n) & 1n) === 1n ? -1 : 1;
      const x = sign * share * ENDS[layer]!;
      if (share < inside(layer)) return x;
      if (layer === 0) {
        for (;;) {
          const beyond = -Math.log1p(-this.#bits.double()) / END;
          const y = -Math.log1p(-this.#bits.double());
          if (2 * y > beyond * beyond) return ((long >> 17n) & 1n) === 1n ? -(END + beyond) : END + beyond;
        }
      }
      if ((HEIGHTS[layer - 1]! - HEIGHTS[layer]!) * this.#bits.double() + HEIGHTS[layer]! < curve(x)) return x;
    }
  }

  /** Numbers in [0, 1). */
  random(size?: Size): any {
    return this.#drawn(size, () => this.#bits.double());
  }

  /**
   * Whole numbers in [low, high), or in [0, low) if only one bound is given.
   *
   * @throws ValueError if that range is empty.
   */
  integers(low: number, high: number | null = null, size?: Size, { endpoint = false } = {}): any {
    const [from, end] = high === null ? [0, low] : [low, high];
    const to = endpoint ? end : end - 1;
    if (to < from) throw new ValueError("low >= high");
    return this.#drawn(size, () => from + this.#bits.upTo(to - from), int64);
  }

  /** Uniform numbers in [low, high). */
  uniform(low = 0, high = 1, size?: Size): any {
    return this.#drawn(size, () => low + (high - low) * this.#bits.double());
  }

  standardNormal(size?: Size): any {
    return this.#drawn(size, () => this.#normal());
  }

  /** Normal numbers with mean `mean`. */
  normal(mean = 0, deviation = 1, size?: Size): any {
    return this.#drawn(size, () => mean + deviation * this.#normal());
  }

  #mix(values: unknown[], draw = (i: number): number => this.#bits.below(i), first = 1): void {
    for (let i = values.length - 1; i >= first; i--) {
      const j = draw(i);
      [values[i], values[j]] = [values[j], values[i]];
    }
  }

  #shuffled(count: number): number[] {
    const places = Array.from({ length: count }, (_, i) => i);
    this.#mix(places);
    return places;
  }

  /** Shuffles a list, or an array along its first dimension, in place. */
  shuffle(values: any): void {
    reorder(values, (count) => this.#shuffled(count));
  }

  /** The numbers below `n` in random order; or a shuffled copy of a list or an array. */
  permutation(values: any): NdArray {
    const { count, pick } = poolOf(values);
    return pick(this.#shuffled(count), [count]);
  }

  /**
   * Random choices from the values, or from the numbers below `values`; a single one if no size is given.
   *
   * @throws ValueError if more are requested than there are and none may occur twice.
   */
  choice(values: any, size?: Size, { replace = true, p }: { replace?: boolean; p?: any } = {}): any {
    const { count, pick } = poolOf(values);
    const shape = shapeOf(size);
    const wanted = (shape ?? []).reduce((a, b) => a * b, 1);
    if (!replace && wanted > count)
      throw new ValueError("Cannot take a larger sample than population when replace is False");
    if (!replace && p !== undefined)
      throw new ValueError("choice: probabilities without replacement are not here; torch.multinomial has them");
    const places =
      p !== undefined
        ? this.#byChance([...asArray(p).row()], wanted)
        : replace
          ? Array.from({ length: wanted }, () => this.#bits.upTo(count - 1))
          : this.#some(count, wanted);
    return pick(places, shape);
  }

  /** Chooses without repetition: by Floyd's method, or from the end of a shuffled list if many of many are wanted. */
  #some(count: number, wanted: number): number[] {
    const draw = (i: number): number => this.#bits.upTo(i);
    if (count > 10_000 && wanted > Math.floor(count / 50)) {
      const all = Array.from({ length: count }, (_, i) => i);
      this.#mix(all, draw, Math.max(count - wanted, 1));
      return all.slice(count - wanted);
    }
    const taken = new Set<number>();
    for (let i = count - wanted; i < count; i++) {
      const found = this.#bits.upTo(i);
      taken.add(taken.has(found) ? i : found);
    }
    const chosen = [...taken];
    this.#mix(chosen, draw);
    return chosen;
  }

  #byChance(p: readonly number[], wanted: number): number[] {
    const sums: number[] = [];
    for (const each of p) sums.push((sums.at(-1) ?? 0) + each);
    return Array.from({ length: wanted }, () => {
      const at = this.#bits.double();
      return sums.findIndex((sum) => sum / sums.at(-1)! > at);
    });
  }
}

/**
 * A generator of NumPy's newer kind.
 *
 * @throws ValueError for a seed that is not a whole number of at least 0.
 * @example
 * defaultRng(0).integers(0, 10); // 8
 */
export const defaultRng = (seed: number | null = null): Generator => new Generator(seed);
