/**
 * Lets a runner that has been idle for minutes give back the memory it does not need. V8 itself would do so only at the next allocations,
 * and in a classroom most kernels are waiting for their users.
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

  /** A request arrived: the idle time starts again. */
  disturb(): void {
    stop(this.#timer);
    this.#timer = start(() => asTask(() => this.#collect()), this.#ms);
    this.#timer.unref();
  }

  #collect(): void {
    // A long-running cell has its garbage collected while it runs.
    if (this.#isBusy()) this.disturb();
    else collect();
  }
}
