/** Collects garbage that V8 would leave for long: it looks for what is old when there are tens of megabytes of it. */
import { collect } from "../contract/collect.ts";

const LOOK_MS = 30_000;
/** A heap that has grown so far beyond what was in use is mostly garbage: 20 MB are looked through in 20 ms. */
const GROWTH = 1.4;

/** Collects what is old now and then. */
export function keepSmall(): void {
  const keeper = new HeapKeeper(() => process.memoryUsage().heapUsed, collect);
  setInterval(() => keeper.look(), LOOK_MS).unref();
}

export class HeapKeeper {
  readonly #used: () => number;
  readonly #collect: () => void;
  #kept = 0;

  constructor(used: () => number, collectNow: () => void) {
    this.#used = used;
    this.#collect = collectNow;
  }

  /** Collects if the heap has grown since the last time, and notes what is in use. */
  look(): void {
    if (this.#used() <= GROWTH * this.#kept) return;
    this.#collect();
    this.#kept = this.#used();
  }
}
