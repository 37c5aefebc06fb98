/** The main thread's half of an interrupt; the other half is `interrupter.ts`. */
import process from "node:process";
import { SHARE_ENV, Worker } from "node:worker_threads";
import { asTask } from "../pristine.ts";
import { task } from "./task.ts";
import { dropTicks, endEra } from "./context.ts";
import { dropImmediates, mendImmediates } from "./immediates.ts";
import { answer, beginAnswer, beginQuestion, claim, endQuestion, hasLanded } from "./interrupt-claim.ts";
import { isAbandoning, isAnswered, newClaims } from "./interrupt-claim.ts";
import type { Terminated } from "./interrupter.ts";
import type { Interrupt } from "../../contract/pipe-protocol.ts";

/** A termination that was sent takes effect within microseconds once JavaScript runs again. */
const LANDING_MS = 100;

const clock = performance;

/** `stop` and `stopped` may be called again for the same interrupt, because a termination may have cut them off. */
export interface InterruptEvents {
  /** Gives up what the cell of the interrupt awaits. */
  readonly stop: (interrupt: Interrupt) => void;
  /** Called when the event loop has turned: finishes what the termination has cut off. */
  readonly stopped: (interrupt: Interrupt) => void;
  /** Called when nothing more will be terminated for this interrupt. */
  readonly answered: (id: number) => void;
}

export class Interrupts {
  readonly #claims = newClaims();
  /** The interrupt that was answered last. */
  #last = 0;
  readonly #stop: (interrupt: Interrupt) => void;
  readonly #stopped: (interrupt: Interrupt) => void;
  readonly #answered: (id: number) => void;

  constructor({ stop, stopped, answered }: InterruptEvents) {
    this.#stop = stop;
    this.#stopped = stopped;
    this.#answered = answered;
    const url = new URL(`./interrupter${import.meta.url.slice(-3)}`, import.meta.url);
    const interrupter = new Worker(url, {
      workerData: this.#claims,
      // The thread allocates next to nothing; the smaller heap saves 7 MB.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 },
      env: SHARE_ENV,
      // Not the process's own options, which are meant for the user's threads.
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    interrupter.unref();
    // Without this thread nothing could be stopped, and a runner whose front is gone would never know.
    interrupter.on("error", () => process.abort());
    // The interrupter has terminated what kept this thread busy.
    interrupter.on("message", ({ interrupt, isAgain }: Terminated) =>
      asTask(() => this.#answer(interrupt, true, isAgain)),
    );
  }

  receive(interrupt: Interrupt): void {
    const { id } = interrupt;
    const wasBusy = hasLanded(this.#claims, id);
    if (claim(this.#claims, id, "main") || wasBusy) this.#answer(interrupt, wasBusy);
    else task(() => this.#absorb(interrupt));
  }

  /** Runs user code for question `id`, which the front may give up (`abandon`). */
  question<T>(id: number, body: () => T): T | undefined {
    if (!beginQuestion(this.#claims, id)) return undefined;
    const found = body();
    const end = clock.now() + LANDING_MS;
    if (!endQuestion(this.#claims, id)) while (isAbandoning(this.#claims) && clock.now() < end);
    return found;
  }

  /**
   * The interrupter claimed the interrupt first although this thread is free again. Waits for its termination here, where it does no harm.
   */
  #absorb(interrupt: Interrupt): void {
    const end = clock.now() + LANDING_MS;
    while (!hasLanded(this.#claims, interrupt.id) && clock.now() < end);
    this.#answer(interrupt, false);
  }

  #answer(interrupt: Interrupt, wasBusy: boolean, isAgain = false): void {
    const { id, parent } = interrupt;
    // The next cell may have begun before the interrupter's message arrives.
    if (isAnswered(this.#claims, id)) return;
    beginAnswer(this.#claims, id);
    // The interrupt ends only when the event loop has turned: leftover ticks may keep it from turning, and then the interrupter terminates
    // again.
    dropTicks(wasBusy);
    mendImmediates();
    dropImmediates();
    task(() => this.#end(interrupt));
    // The code that kept this thread busy belongs to no running cell, and may have scheduled more of itself.
    if (wasBusy && (parent === "" || isAgain)) endEra();
    const isKnown = this.#last === id;
    // An interrupt came so shortly before this one that it was skipped as answered.
    const isSecond = this.#last > 0 && id > this.#last + 1;
    this.#last = id;
    // Two interrupts of an idle kernel mean more than one does, so they are counted.
    if (parent !== "" || !isKnown) this.#stop(interrupt);
    if (parent === "" && isSecond) this.#stop(interrupt);
  }

  #end(interrupt: Interrupt): void {
    if (isAnswered(this.#claims, interrupt.id)) return;
    dropTicks(false);
    this.#stopped(interrupt);
    const end = clock.now() + LANDING_MS;
    // If a termination is on its way, it ends this loop, and the interrupter's message brings us here again.
    while (!answer(this.#claims, interrupt.id)) if (clock.now() > end) return;
    this.#answered(interrupt.id);
  }
}
