import { Generator } from "../../random/index.ts";

/** Makes random choices from a stream that is determined by a seed. */
export class Dice {
  readonly #stream = new Generator();

  seed(seed: number): void {
    this.#stream.manualSeed(seed);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#stream.uniform24();
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(count * this.#stream.uniform24());
  }

  /** True with probability `chance`. */
  happens(chance: number): boolean {
    return this.#stream.uniform24() < chance;
  }

  any<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}
