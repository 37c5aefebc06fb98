import type { Generator } from "./generator.ts";
import { temper } from "./mersenne-twister.ts";
import { BUFFER, CAPACITY, SPARE, vectorPrograms, WORDS } from "./vector-programs.ts";

/** What the words in the buffer are turned into, between two addresses. */
type Finish = (from: number, to: number) => void;

/** Fills arrays four numbers at a time, equal to the bit to the plain loops. */
export interface VectorKernel {
  readonly words: (generator: Generator, out: Int32Array) => void;
  readonly uniform: (generator: Generator, out: Float32Array, low: number, high: number) => void;
  /** Blocks of 16; what follows the last whole one is left as it is drawn. */
  readonly normal: (generator: Generator, out: Float32Array, mean: number, std: number) => void;
}

/** From this many numbers on, copying the state there and back pays; and from this many on, loading the kernel for them. */
const PAYS_FROM = 128;
const LOADED_FOR = 1 << 15;

interface Programs {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly generation: (to: number, i: number) => void;
  readonly uniform: (i: number, end: number, low: number, range: number, high: number) => void;
  readonly normal: (i: number, end: number, mean: number, std: number) => void;
}

/** What is used of the global WebAssembly, whose types belong to the browser's library. */
const wasm = (globalThis as unknown as { readonly WebAssembly: WebAssembly }).WebAssembly;
interface WebAssembly {
  validate(code: Uint8Array): boolean;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

let kernel: VectorKernel | null | undefined;

/**
 * The kernel if it is worthwhile for `length` numbers, else null; also null if the runtime lacks relaxed vector
 * instructions or the processor rounds their multiply-add twice.
 */
export function vectorKernel(length: number): VectorKernel | null {
  if (kernel === undefined && length >= LOADED_FOR) kernel = loadKernel();
  return length >= PAYS_FROM ? (kernel ?? null) : null;
}

/** Makes the kernel, which takes a few milliseconds. */
export function loadKernel(): VectorKernel | null {
  const programs = loadPrograms();
  return programs && isFused(programs) ? make(programs) : null;
}

/** The programs alone, or null where the runtime does not know their instructions. */
export function loadPrograms(): Programs | null {
  const code = vectorPrograms();
  return wasm.validate(code) ? (new wasm.Instance(new wasm.Module(code)).exports as Programs) : null;
}

/** (1 - 2^-12)^2 - (1 - 2^-11) is 2^-24 with one rounding, 0 with two. */
function isFused({ memory, uniform }: Programs): boolean {
  // The uniform of this word is 1 - 2^-12.
  new Int32Array(memory.buffer, BUFFER, 4).fill(0x1000000 - 0x1000);
  uniform(BUFFER, BUFFER + 16, -(1 - 2 ** -11), 1 - 2 ** -12, Infinity);
  return new Float32Array(memory.buffer, BUFFER, 4).every((x) => x === 2 ** -24);
}

function make({ memory, generation, uniform, normal }: Programs): VectorKernel {
  const state = new Int32Array(memory.buffer, WORDS, 624);
  const spare = new Int32Array(memory.buffer, SPARE, 624);
  const words = new Int32Array(memory.buffer, BUFFER, CAPACITY);
  const floats = new Float32Array(memory.buffer, BUFFER, CAPACITY);

  /** Puts the next words into the buffer and returns where the generation of the state stands. */
  const draw = (count: number, start: number): number => {
    let done = Math.min(624 - start, count);
    for (let i = 0; i < done; i++) words[i] = temper(state[start + i]!);
    if (done === count) return start + count;
    for (; done + 624 <= count; done += 624) generation(BUFFER + 4 * done, 0);
    if (done === count) return 624;
    generation(SPARE, 0);
    words.set(spare.subarray(0, count - done), done);
    return count - done;
  };

  const fill = (generator: Generator, out: Float32Array | Int32Array, finish: Finish): void =>
    generator.advance((outer, start) => {
      state.set(outer);
      const made = out instanceof Int32Array ? words : floats;
      let next = start;
      for (let done = 0; done < out.length; done += CAPACITY) {
        const count = Math.min(CAPACITY, out.length - done);
        next = draw(count, next);
        finish(BUFFER, BUFFER + 4 * count);
        out.set(made.subarray(0, count), done);
      }
      outer.set(state);
      return next;
    });

  return {
    words: (generator, out) => fill(generator, out, () => undefined),
    uniform: (generator, out, low, high) =>
      fill(generator, out, (from, to) => uniform(from, to, low, Math.fround(high - low), high)),
    normal: (generator, out, mean, std) =>
      fill(generator, out, (from, to) => {
        const end = to - ((to - from) % 64);
        if (end > from) normal(from, end, mean, std);
      }),
  };
}
