/** Collects garbage that V8 would keep for a long time: V8 collects old objects only when tens of megabytes have piled up. */
import { collect } from "../contract/collect.ts";

const LOOK_MS = 30_000;
/** A heap that has grown by this factor over what was in use is mostly garbage; collecting in 20 MB takes 20 ms. */
const GROWTH = 1.4;

/** Collects old objects from time to time. */
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

  /** Collects if the heap has grown enough since the last time, and notes how much is in use. */
  look(): void {
    if (this.#used() <= GROWTH * this.#kept) return;
    this.#collect();
    this.#kept = this.#used();
  }
}
