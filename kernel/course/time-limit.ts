/**
 * Measures how much of a cell's time is used up. Time counts while the cell computes or waits for something, but not while a busy machine
 * keeps it waiting for a processor. The clock is one that cannot be set.
 */

/** A process that uses a processor for less than this share of the time is waiting for something that may never come. */
const IDLE = 0.02;
/** Whatever it does, a cell is ended after this many times its limit. */
const BACKSTOP = 5;
/** The next look comes when the limit may have been reached, but no sooner than this. */
const LEAST_MS = 50;

export interface Clocks {
  readonly now: () => number;
  /** Processor time so far of everything that works for the cell; undefined if not known. */
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

  /** Milliseconds counted so far. */
  used(): number {
    const [now, cpu] = [this.#clocks.now(), this.#clocks.cpuMs()];
    const passed = now - this.#last;
    const worked = cpu === undefined || this.#cpu === undefined ? passed : Math.max(0, cpu - this.#cpu);
    this.#used += worked < IDLE * passed ? passed : Math.min(worked, passed);
    this.#last = now;
    this.#cpu = cpu;
    return this.#used;
  }

  /** How long it will take at least until the limit is reached; 0 if it has been. */
  leftMs(): number {
    const left = this.#limitMs - this.used();
    if (left <= 0 || this.#last - this.#from >= BACKSTOP * this.#limitMs) return 0;
    return Math.max(LEAST_MS, left);
  }

  /** Calls `late` when the limit is reached, unless cancelled before. */
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
