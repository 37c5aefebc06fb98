/** The generator's inner loops over four numbers at a time, in WebAssembly; the same arithmetic as box-muller-float32.ts. */
import { assemble, copy, f32x4, get, i32, i32x4, loop, set, v128, type Code } from "./wasm.ts";
import { COSINE, DP, FOUR_OVER_PI, LN2, LOG, SINE, SQRT_HALF, TWO_PI } from "./box-muller-float32.ts";

/** Where things lie in the memory, in bytes: two generations of the state, 624 words to take from, and the buffer. */
export const WORDS = 0;
const GENERATION = 624 * 4;
export const SPARE = WORDS + 2 * GENERATION;
export const BUFFER = SPARE + GENERATION;
/** Numbers that fit into the buffer: whole generations, whole blocks of 16. */
export const CAPACITY = 23 * 624;

const c = f32x4.const;

/** (to, 0): makes the next generation of the state and writes its words to `to`. */
const generation = ((): Code => {
  const [to, i, word] = [0, 1, 2];
  const at = (index: number): Code => v128.load(get(i), WORDS + 4 * index);
  // Laid out one behind the other, new word j is made of words j, j + 1 and j + 397 whichever generation these are of.
  const mixed = v128.or(v128.and(at(0), i32x4.const(0x80000000 | 0)), v128.and(at(1), i32x4.const(0x7fffffff)));
  const odd = i32x4.shrS(i32x4.shl(at(1), 31), 31);
  const twisted = v128.xor(i32x4.shrU(mixed, 1), v128.and(odd, i32x4.const(0x9908b0df | 0)));
  const step = (value: Code): Code => set(word, v128.xor(get(word), value));
  return [
    ...loop(i, 16, i32.const(GENERATION), [
      ...set(word, v128.xor(at(397), twisted)),
      ...v128.store(get(i), get(word), WORDS + GENERATION),
      ...step(i32x4.shrU(get(word), 11)),
      ...step(v128.and(i32x4.shl(get(word), 7), i32x4.const(0x9d2c5680 | 0))),
      ...step(v128.and(i32x4.shl(get(word), 15), i32x4.const(0xefc60000 | 0))),
      ...step(i32x4.shrU(get(word), 18)),
      ...v128.store(i32.add(get(to), get(i)), get(word)),
    ]),
    ...copy(WORDS, WORDS + GENERATION, GENERATION),
  ];
})();

/** The uniforms in [0, 1) of four words at `address`: the low 24 bits times 2^-24. */
const units = (address: Code, offset = 0): Code =>
  f32x4.mul(f32x4.convert(v128.and(v128.load(address, offset), i32x4.const(0xffffff))), c(2 ** -24));

/** (i, end, low, range, high): turns the words from `i` to `end` into uniforms in [low, high). */
const uniform = ((): Code => {
  const [i, end, low, range, high, value] = [0, 1, 2, 3, 4, 5];
  const splat = (local: number): Code => f32x4.splat(get(local));
  return loop(i, 16, get(end), [
    ...set(value, f32x4.madd(units(get(i)), splat(range), splat(low))),
    ...v128.store(get(i), v128.select(splat(low), get(value), f32x4.eq(get(value), splat(high)))),
  ]);
})();

/** Horner's scheme: (c0 * x + c1) * x + c2 ... */
const polynomial = ([first, ...rest]: readonly number[], x: Code): Code =>
  rest.reduce((sum, coefficient) => f32x4.madd(sum, x, c(coefficient)), c(first!));

/** (i, end, mean, std): turns the words from `i` to `end`, blocks of 16, into normals. */
const normal = ((): Code => {
  const [i, end, mean, std] = [0, 1, 2, 3];
  const [x, e, z, y, radius, octant, mask, sine, cosine] = [4, 5, 6, 7, 8, 9, 10, 11, 12];
  const logarithm = [
    ...set(x, f32x4.sub(c(1), units(get(i)))),
    ...set(e, f32x4.convert(i32x4.add(i32x4.shrU(get(x), 23), i32x4.const(-126)))),
    ...set(x, v128.or(v128.and(get(x), i32x4.const(~0x7f800000)), c(0.5))),
    ...set(mask, f32x4.lt(get(x), c(SQRT_HALF))),
    ...set(e, f32x4.sub(get(e), v128.and(c(1), get(mask)))),
    ...set(x, f32x4.add(f32x4.sub(get(x), c(1)), v128.and(get(x), get(mask)))),
    ...set(z, f32x4.mul(get(x), get(x))),
    ...set(y, f32x4.mul(polynomial(LOG, get(x)), get(x))),
    ...set(y, f32x4.madd(get(y), get(z), f32x4.mul(get(e), c(LN2.low)))),
    ...set(y, f32x4.madd(get(z), c(-0.5), get(y))),
    ...set(y, f32x4.madd(get(e), c(LN2.high), f32x4.add(get(x), get(y)))),
  ];
  const angle = [
    ...set(x, f32x4.mul(c(TWO_PI), units(get(i), 32))),
    ...set(
      octant,
      v128.and(i32x4.add(i32x4.truncate(f32x4.mul(get(x), c(FOUR_OVER_PI))), i32x4.const(1)), i32x4.const(~1)),
    ),
    ...set(y, f32x4.convert(get(octant))),
    ...DP.flatMap((part) => set(x, f32x4.madd(get(y), c(part), get(x)))),
    ...set(z, f32x4.mul(get(x), get(x))),
  ];
  const waves = [
    ...set(cosine, f32x4.mul(polynomial(COSINE, get(z)), get(z))),
    ...set(cosine, f32x4.add(f32x4.madd(get(cosine), get(z), f32x4.mul(get(z), c(-0.5))), c(1))),
    ...set(sine, f32x4.mul(polynomial(SINE, get(z)), get(z))),
    ...set(sine, f32x4.madd(get(sine), get(x), get(x))),
    ...set(mask, i32x4.eq(v128.and(get(octant), i32x4.const(2)), i32x4.const(0))),
  ];
  /** The sign bit where bit 2 of `bits` is set. */
  const sign = (bits: Code): Code => i32x4.shl(v128.and(bits, i32x4.const(4)), 29);
  const scaled = (wave: Code, signs: Code): Code =>
    f32x4.madd(f32x4.mul(get(radius), v128.xor(wave, signs)), f32x4.splat(get(std)), f32x4.splat(get(mean)));
  const pair = [
    ...logarithm,
    ...set(radius, f32x4.sqrt(f32x4.mul(c(-2), get(y)))),
    ...angle,
    ...waves,
    ...v128.store(
      get(i),
      scaled(v128.select(get(cosine), get(sine), get(mask)), sign(i32x4.add(get(octant), i32x4.const(2)))),
    ),
    ...v128.store(get(i), scaled(v128.select(get(sine), get(cosine), get(mask)), sign(get(octant))), 32),
  ];
  // Eight pairs: the first four, then the other four 16 bytes on.
  return loop(i, 48, get(end), [...pair, ...set(i, i32.add(get(i), i32.const(16))), ...pair]);
})();

export const vectorPrograms = (): Uint8Array<ArrayBuffer> =>
  assemble({
    generation: { parameters: ["i32", "i32"], vectors: 1, body: generation },
    uniform: { parameters: ["i32", "i32", "f32", "f32", "f32"], vectors: 1, body: uniform },
    normal: { parameters: ["i32", "i32", "f32", "f32"], vectors: 9, body: normal },
  });
