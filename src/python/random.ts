/**
 * Python's `random` module: the same numbers from the same seed.
 * Reference: https://docs.python.org/3.12/library/random.html
 */
import { IndexError, ValueError } from "./errors.ts";
import { seededByArray, Twister } from "./mersenne.ts";

let twister = new Twister(seededByArray([Math.floor(Math.random() * 2 ** 32), Date.now() >>> 0]));

/**
 * Restarts the stream from a seed.
 *
 * @throws TypeError for a seed that is not a whole number; Python also accepts strings, which it hashes.
 * @example
 * seed(0);
 * random(); // 0.8444218515250481
 */
export function seed(value?: number | bigint): void {
  if (value === undefined) {
    twister = new Twister(seededByArray([Math.floor(Math.random() * 2 ** 32), Date.now() >>> 0]));
    return;
  }
  if (typeof value !== "bigint" && !Number.isInteger(value))
    throw new TypeError(`random.seed: expected a whole number, got ${String(value)}`);
  const key: number[] = [];
  for (let rest = BigInt(value) < 0n ? -BigInt(value) : BigInt(value); rest > 0n; rest >>= 32n)
    key.push(Number(rest & 0xffffffffn) | 0);
  twister = new Twister(seededByArray(key.length === 0 ? [0] : key));
}

/** A number in [0, 1). */
export const random = (): number => twister.double();

/** A whole number with the given number of random bits, at most 53. */
export function getrandbits(bits: number): number {
  if (bits <= 32) return bits === 0 ? 0 : twister.word() >>> (32 - bits);
  const low = twister.word();
  return (twister.word() >>> (64 - bits)) * 2 ** 32 + low;
}

function below(n: number): number {
  const bits = n.toString(2).length;
  let found = getrandbits(bits);
  while (found >= n) found = getrandbits(bits);
  return found;
}

/**
 * A random element of `range(start, stop, step)`.
 *
 * @throws ValueError if that range is empty.
 */
export function randrange(start: number, stop?: number, step = 1): number {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const count = Math.ceil((to - from) / step);
  if (!(count > 0)) throw new ValueError(`empty range in randrange(${from}, ${to})`);
  return from + step * below(count);
}

/** A whole number from `low` to `high`, both included. */
export const randint = (low: number, high: number): number => randrange(low, high + 1);

/** A number from `low` to `high`. */
export const uniform = (low: number, high: number): number => low + (high - low) * random();

/**
 * One of the values, at random.
 *
 * @throws IndexError if there are none.
 */
export function choice<T>(values: ArrayLike<T>): T {
  if (values.length === 0) throw new IndexError("Cannot choose from an empty sequence");
  return values[below(values.length)]!;
}

/** `k` random choices from the values, according to their weights; a value may be chosen repeatedly. */
export function choices<T>(
  values: ArrayLike<T>,
  { weights, k = 1 }: { weights?: readonly number[]; k?: number } = {},
): T[] {
  if (weights === undefined) return Array.from({ length: k }, () => values[Math.floor(random() * values.length)]!);
  const sums: number[] = [];
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight);
  return Array.from({ length: k }, () => {
    const at = random() * sums.at(-1)!;
    const i = sums.findIndex((sum) => sum > at);
    return values[i < 0 ? values.length - 1 : i]!;
  });
}

/** Shuffles a list in place. */
export function shuffle<T>(values: T[]): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
}

/**
 * `k` of the values, none of them twice.
 *
 * @throws ValueError if there are fewer than `k`.
 */
export function sample<T>(values: Iterable<T>, k: number): T[] {
  const pool = [...values];
  const n = pool.length;
  if (k < 0 || k > n) throw new ValueError("Sample larger than population or is negative");
  const limit = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0);
  if (n <= limit)
    return Array.from({ length: k }, (_, i) => {
      const j = below(n - i);
      const found = pool[j]!;
      pool[j] = pool[n - i - 1]!;
      return found;
    });
  const chosen = new Set<number>();
  while (chosen.size < k) chosen.add(below(n));
  return [...chosen].map((j) => pool[j]!);
}

/** A normal number; two are made at a time. */
export function gauss(mean = 0, deviation = 1): number {
  let z = twister.spare;
  twister.spare = undefined;
  if (z === undefined) {
    const angle = random() * 2 * Math.PI;
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    z = Math.cos(angle) * radius;
    twister.spare = Math.sin(angle) * radius;
  }
  return mean + z * deviation;
}

/** A normal number, by a different method. */
export function normalvariate(mean = 0, deviation = 1): number {
  const magic = (4 * Math.exp(-0.5)) / Math.sqrt(2);
  for (;;) {
    const u = random();
    const v = 1 - random();
    const z = (magic * (u - 0.5)) / v;
    if ((z * z) / 4 <= -Math.log(v)) return mean + z * deviation;
  }
}

/** An exponentially distributed number. */
export const expovariate = (rate = 1): number => -Math.log(1 - random()) / rate;
