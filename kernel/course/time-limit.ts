/**
 * How much of a cell's time is used up. Counted is the time in which it computed, or in which it waited for something; the time in which a
 * busy machine kept it waiting for a processor is not its own. The clock is one that nobody sets.
 */

/** A process that has been on a processor for less than this share waits for something that may never come. */
const IDLE = 0.02;
/** Whatever it does, a cell ends after so many times its limit. */
const BACKSTOP = 5;
/** It is looked again when the limit may be reached, and no sooner than this. */
const LEAST_MS = 50;

export interface Clocks {
  readonly now: () => number;
  /** Time on processors so far, of all that is at work for the cell; undefined where that is not known. */
  readonly cpuMs: () => number | undefined;
}

export class TimeLimit {
  readonly #limitMs: number;
  readonly #clocks: Clocks;
  readonly #from: number;
  #last: number;
  #cpu: number | undefined;
  #used = 0;

  constructor(limitMs: number, clocks: Clocks) {
    this.#limitMs = limitMs;
    this.#clocks = clocks;
    this.#from = this.#last = clocks.now();
    this.#cpu = clocks.cpuMs();
  }

  /** Milliseconds that count, until now. */
  used(): number {
    const [now, cpu] = [this.#clocks.now(), this.#clocks.cpuMs()];
    const passed = now - this.#last;
    const worked = cpu === undefined || this.#cpu === undefined ? passed : Math.max(0, cpu - this.#cpu);
    this.#used += worked < IDLE * passed ? passed : Math.min(worked, passed);
    this.#last = now;
    this.#cpu = cpu;
    return this.#used;
  }

  /** How long it takes at least until the limit is reached; 0 when it is. */
  leftMs(): number {
    const left = this.#limitMs - this.used();
    if (left <= 0 || this.#last - this.#from >= BACKSTOP * this.#limitMs) return 0;
    return Math.max(LEAST_MS, left);
  }

  /** Calls `late` when the limit is reached, unless it is called off before. */
  watch(late: () => void): { readonly off: () => void } {
    let timer: NodeJS.Timeout;
    const look = (): void => {
      const left = this.leftMs();
      if (left === 0) late();
      else timer = setTimeout(look, left);
    };
    timer = setTimeout(look, this.#limitMs);
    return { off: () => clearTimeout(timer) };
  }
}
