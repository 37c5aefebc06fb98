import { randomBytes } from "node:crypto";
import { optional, required, signature, type Device } from "../shape/index.ts";
import { device as deviceKind, integer, kind } from "../shape/kinds.ts";
import { MersenneTwister } from "./mersenne-twister.ts";

const N = 624;
/** The byte image of `CPUGeneratorImplState`: seed, left, seeded, next, 624 words of 64 bits, normals, float normal. */
const OFFSET = {
  seed: 0,
  left: 8,
  seeded: 12,
  next: 16,
  words: 24,
  normal: 24 + 8 * N + 8,
  normalIsValid: 24 + 8 * N + 24,
};
const STATE_BYTES = 24 + 8 * N + 40;

const bytes = kind("Uint8Array of a generator's state", (value): value is Uint8Array => value instanceof Uint8Array);
const made = signature("torch.Generator", { device: optional(deviceKind, "cpu") });
const signed = {
  manualSeed: signature("Generator.manualSeed", { seed: required(integer) }),
  seed: signature("Generator.seed", {}),
  initialSeed: signature("Generator.initialSeed", {}),
  getState: signature("Generator.getState", {}),
  setState: signature("Generator.setState", { newState: required(bytes) }),
  cloneState: signature("Generator.cloneState", {}),
};

const asUint64 = (seed: number | bigint): bigint => {
  const whole = typeof seed === "bigint" ? seed : BigInt(Math.trunc(seed));
  if (whole < -(2n ** 63n) || whole >= 2n ** 64n) {
    throw new RangeError(
      `manualSeed: expected a seed in [-2**63, 2**64), got ${seed} (Overflow when unpacking long long)`,
    );
  }
  return BigInt.asUintN(64, whole);
};

const asNumber = (value: bigint): number | bigint => (value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value);

/**
 * A stream of random numbers identical, bit for bit, to that of PyTorch's CPU generator.
 *
 * ```ts
 * const generator = new Generator().manualSeed(42);
 * generator.random(); // 1608637542
 * ```
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Generator.html
 */
export class Generator {
  #seed: bigint;
  #engine: MersenneTwister;
  /** The sine half of the last single normal draw, which the next draw uses first. */
  nextNormal: number | undefined;

  /** Starts with PyTorch's default seed, 67280421310721. */
  constructor(device?: Device | string);
  constructor(...given: unknown[]) {
    made.read(given);
    this.#seed = 67280421310721n;
    this.#engine = new MersenneTwister(Number(BigInt.asIntN(32, this.#seed)));
  }

  /**
   * Starts the stream of `seed`; negative seeds count modulo 2**64. Returns this generator.
   * @throws RangeError for a seed that does not fit into 64 bits.
   */
  manualSeed(seed: number | bigint): this;
  manualSeed(...given: unknown[]): this {
    const { seed } = signed.manualSeed.read(given);
    this.#seed = asUint64(seed);
    this.#engine = new MersenneTwister(Number(BigInt.asIntN(32, this.#seed)));
    this.nextNormal = undefined;
    return this;
  }

  /** Seeds from the system's entropy and returns that seed. */
  seed(): number | bigint;
  seed(...given: unknown[]): number | bigint {
    signed.seed.read(given);
    this.manualSeed(randomBytes(8).readBigUInt64LE());
    return this.initialSeed();
  }

  /** The seed with which this stream was started. */
  initialSeed(): number | bigint;
  initialSeed(...given: unknown[]): number | bigint {
    signed.initialSeed.read(given);
    return asNumber(this.#seed);
  }

  /** The next 32 bits, as an unsigned number. */
  random(): number {
    return this.#engine.next() >>> 0;
  }

  /** The next 64 bits: two words, the first one high. */
  random64(): bigint {
    const high = this.random();
    return (BigInt(high) << 32n) | BigInt(this.random());
  }

  /** A float32 in [0, 1): the low 24 bits of one word. */
  uniform24(): number {
    return (this.#engine.next() & 0xffffff) * 2 ** -24;
  }

  /** A float64 in [0, 1): the low 53 bits of two words. */
  uniform53(): number {
    const high = this.#engine.next() & 0x1fffff;
    return (high * 2 ** 32 + (this.#engine.next() >>> 0)) * 2 ** -53;
  }

  /** Fills `out` with the next words. */
  fill(out: Int32Array): void {
    this.#engine.fill(out);
  }

  /** Lets `step` draw words itself: it gets the 624 words and the position of the next, and returns where it stopped. */
  advance(step: (words: Int32Array, next: number) => number): void {
    this.#engine.advance(step);
  }

  /** The state as PyTorch's 5,056 bytes: `torch.get_rng_state()` of an equal generator gives the same. */
  getState(): Uint8Array;
  getState(...given: unknown[]): Uint8Array {
    signed.getState.read(given);
    const bytes = new Uint8Array(STATE_BYTES);
    const view = new DataView(bytes.buffer);
    const { words, left, next } = this.#engine.state;
    view.setBigUint64(OFFSET.seed, this.#seed, true);
    view.setInt32(OFFSET.left, left, true);
    view.setInt32(OFFSET.seeded, 1, true);
    view.setBigUint64(OFFSET.next, BigInt(next), true);
    words.forEach((word, j) => view.setUint32(OFFSET.words + 8 * j, word >>> 0, true));
    view.setFloat64(OFFSET.normal, this.nextNormal ?? 0, true);
    view.setInt32(OFFSET.normalIsValid, this.nextNormal === undefined ? 0 : 1, true);
    return bytes;
  }

  /**
   * Continues from a state of `getState` or of PyTorch's `get_rng_state`. Returns this generator.
   * @throws RangeError if the bytes are not such a state.
   */
  setState(newState: Uint8Array): this;
  setState(...given: unknown[]): this {
    const bytes = signed.setState.read(given).newState;
    if (bytes.length !== STATE_BYTES) {
      throw new RangeError(
        `setState: Expected a CPUGeneratorImplState of size ${STATE_BYTES} but found the input RNG state size to be ${bytes.length}`,
      );
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const left = view.getInt32(OFFSET.left, true);
    const next = Number(view.getBigUint64(OFFSET.next, true));
    if (view.getInt32(OFFSET.seeded, true) !== 1 || left < 1 || left > N || next > N) {
      throw new RangeError("setState: Invalid mt19937 state");
    }
    const words = Int32Array.from({ length: N }, (_, j) => view.getInt32(OFFSET.words + 8 * j, true));
    this.#seed = view.getBigUint64(OFFSET.seed, true);
    this.#engine.state = { words, left, next };
    this.nextNormal = view.getInt32(OFFSET.normalIsValid, true) ? view.getFloat64(OFFSET.normal, true) : undefined;
    return this;
  }

  /** Swaps streams with another generator: each continues where the other one was. */
  exchange(other: Generator): void {
    [this.#seed, other.#seed] = [other.#seed, this.#seed];
    [this.#engine, other.#engine] = [other.#engine, this.#engine];
    [this.nextNormal, other.nextNormal] = [other.nextNormal, this.nextNormal];
  }

  /** A second generator that continues from the same point. */
  cloneState(): Generator;
  cloneState(...given: unknown[]): Generator {
    signed.cloneState.read(given);
    return new Generator().setState(this.getState());
  }

  toString(): string {
    return "<torch._C.Generator object>";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/**
 * The stream that every function uses unless it is given another; seeded from the system's entropy at start, like
 * torch's.
 */
export const defaultGenerator = new Generator();
defaultGenerator.seed();
