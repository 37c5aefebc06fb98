/**
 * The two-byte floating types. Their numbers are stored as float32, which represents all of them; whatever is written
 * is rounded to the nearest one, and on a tie to the even one.
 */

/** Rounds every element of an array, in place. */
export type Rounding = (values: Float32Array) => void;

/**
 * To float16: a sign, five bits of exponent, ten of fraction.
 *
 * Reference: https://en.wikipedia.org/wiki/Half-precision_floating-point_format
 */
export function roundToHalf(values: Float32Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const size = Math.abs(value);
    // Below the smallest exponent the numbers lie 2^-24 apart, as float32 numbers do next to 0.5.
    if (size < 2 ** -14) values[i] = withSign(Math.fround(size + 0.5) - 0.5, value);
    else if (size < 65520) bits[i] = (bits[i]! + 0xfff + ((bits[i]! >>> 13) & 1)) & ~0x1fff;
    else if (size === size) values[i] = value > 0 ? Infinity : -Infinity;
  }
}

/** To bfloat16: the upper half of a float32. */
export function roundToBrain(values: Float32Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== values[i]) continue;
    bits[i] = (bits[i]! + 0x7fff + ((bits[i]! >>> 16) & 1)) & ~0xffff;
  }
}

const withSign = (size: number, like: number): number => (like < 0 || Object.is(like, -0) ? -size : size);

/** One number, rounded. */
export function roundOne(round: Rounding, value: number): number {
  one[0] = value;
  round(one);
  return one[0];
}
const one = new Float32Array(1);

/** The float16 numbers encoded by these 16 bits. */
export function fromHalfBits(words: Uint16Array): Float32Array {
  return Float32Array.from(words, (word) => {
    const sign = word & 0x8000 ? -1 : 1;
    const [exponent, fraction] = [(word >> 10) & 31, word & 0x3ff];
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** The bits of numbers that float16 holds. */
export function toHalfBits(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(values, (value, i) => {
    const sign = (bits[i]! >>> 16) & 0x8000;
    const size = Math.abs(value);
    if (size !== size) return sign | 0x7e00;
    if (size === Infinity) return sign | 0x7c00;
    if (size < 2 ** -14) return sign | (size * 2 ** 24);
    return sign | (((bits[i]! & 0x7fffffff) >>> 13) - (112 << 10));
  });
}

export function fromBrainBits(words: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(words, (word) => word << 16).buffer);
}

export function toBrainBits(values: Float32Array): Uint16Array {
  return Uint16Array.from(new Uint32Array(values.buffer, values.byteOffset, values.length), (word) => word >>> 16);
}
