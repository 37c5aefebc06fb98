/** The main thread's half of an interrupt; the other half is `interrupter.ts`. */
import { Worker } from "node:worker_threads";
import { claim, hasLanded, newClaims } from "./interrupt-claim.ts";

/** A termination that was sent lands within microseconds of the next JavaScript. */
const LANDING_MS = 100;

const immediate = setImmediate;
const clock = performance;

export class Interrupts {
  readonly #claims = newClaims();
  readonly #stop: () => void;

  /** `stop` gives up what the cell awaits. */
  constructor(stop: () => void) {
    this.#stop = stop;
    const url = new URL(`./interrupter${import.meta.url.slice(-3)}`, import.meta.url);
    const interrupter = new Worker(url, { workerData: this.#claims });
    interrupter.unref();
    // It has ended what kept this thread busy.
    interrupter.on("message", stop);
  }

  receive(id: number): void {
    if (claim(this.#claims, id, "main") || hasLanded(this.#claims, id)) this.#stop();
    else immediate(() => this.#absorb(id));
  }

  /** The interrupter was faster although this thread is free again: its termination must not hit anything of value. */
  #absorb(id: number): void {
    const end = clock.now() + LANDING_MS;
    while (!hasLanded(this.#claims, id) && clock.now() < end);
    this.#stop();
  }
}
