/**
 * A runner that nobody has asked for anything in minutes gives back what it does not need: V8 by itself waits for the next allocations,
 * and in a classroom most kernels wait for their people.
 */
import { collect } from "../contract/collect.ts";
import { asTask } from "./pristine.ts";

const REST_MS = 300_000;

const [start, stop] = [setTimeout, clearTimeout];

export class Rest {
  readonly #isBusy: () => boolean;
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(isBusy: () => boolean, ms = REST_MS) {
    this.#isBusy = isBusy;
    this.#ms = ms;
  }

  /** Somebody wants something: the rest begins anew. */
  disturb(): void {
    stop(this.#timer);
    this.#timer = start(() => asTask(() => this.#collect()), this.#ms);
    this.#timer.unref();
  }

  #collect(): void {
    // A cell that runs for long has its own garbage collected while it makes it.
    if (this.#isBusy()) this.disturb();
    else collect();
  }
}
