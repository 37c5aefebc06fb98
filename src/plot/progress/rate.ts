/** The speed of a process, weighted towards the most recent moments. */

/** tqdm's weight of the newest measurement. */
const smoothing = 0.3;

/**
 * An exponential moving average, unbiased from its first value on. @see https://tqdm.github.io/docs/tqdm/ (smoothing)
 */
export class Rate {
  #steps = 0;
  #seconds = 0;
  #calls = 0;

  add(steps: number, seconds: number): void {
    this.#steps = smoothing * steps + (1 - smoothing) * this.#steps;
    this.#seconds = smoothing * seconds + (1 - smoothing) * this.#seconds;
    this.#calls++;
  }

  /** Steps per second; undefined before the first measurement. */
  get perSecond(): number | undefined {
    return this.#calls > 0 && this.#seconds > 0 && this.#steps > 0 ? this.#steps / this.#seconds : undefined;
  }
}
