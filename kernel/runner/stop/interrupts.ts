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

/** A termination that was sent lands within microseconds of the next JavaScript. */
const LANDING_MS = 100;

const clock = performance;

/** The first two may be called again for the same interrupt: a termination may have cut them off. */
export interface InterruptEvents {
  /** Gives up what the cell of the interrupt awaits. */
  readonly stop: (interrupt: Interrupt) => void;
  /** The event loop has turned: finishes what the termination has cut off. */
  readonly stopped: (interrupt: Interrupt) => void;
  /** Nothing is terminated any more. */
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
      // It allocates next to nothing; the smaller heap saves 7 MB.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 },
      env: SHARE_ENV,
      // Not those of the process, which are meant for threads of the user's.
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    interrupter.unref();
    // Without it nothing could be stopped, and a runner whose front is gone would never know.
    interrupter.on("error", () => process.abort());
    // It has ended what kept this thread busy.
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

  /** Runs code of the user's for question `id`, which the front may give up (`abandon`). */
  question<T>(id: number, body: () => T): T | undefined {
    if (!beginQuestion(this.#claims, id)) return undefined;
    const found = body();
    const end = clock.now() + LANDING_MS;
    if (!endQuestion(this.#claims, id)) while (isAbandoning(this.#claims) && clock.now() < end);
    return found;
  }

  /** The interrupter was faster although this thread is free again: its termination must not hit anything of value. */
  #absorb(interrupt: Interrupt): void {
    const end = clock.now() + LANDING_MS;
    while (!hasLanded(this.#claims, interrupt.id) && clock.now() < end);
    this.#answer(interrupt, false);
  }

  #answer(interrupt: Interrupt, wasBusy: boolean, isAgain = false): void {
    const { id, parent } = interrupt;
    // The next cell may have begun before the interrupter's message is here.
    if (isAnswered(this.#claims, id)) return;
    beginAnswer(this.#claims, id);
    // Not before the event loop has turned: ticks that were left behind may keep it, and then the interrupter comes again.
    dropTicks(wasBusy);
    mendImmediates();
    dropImmediates();
    task(() => this.#end(interrupt));
    // What kept this thread busy belongs to no cell that runs, and may have planned to go on.
    if (wasBusy && (parent === "" || isAgain)) endEra();
    const isKnown = this.#last === id;
    // It came so shortly before this one that it was taken for answered.
    const isSecond = this.#last > 0 && id > this.#last + 1;
    this.#last = id;
    // Two interrupts of an idle kernel mean more than one.
    if (parent !== "" || !isKnown) this.#stop(interrupt);
    if (parent === "" && isSecond) this.#stop(interrupt);
  }

  #end(interrupt: Interrupt): void {
    if (isAnswered(this.#claims, interrupt.id)) return;
    dropTicks(false);
    this.#stopped(interrupt);
    const end = clock.now() + LANDING_MS;
    // The termination that is on its way ends this loop, and the interrupter's message comes here again.
    while (!answer(this.#claims, interrupt.id)) if (clock.now() > end) return;
    this.#answered(interrupt.id);
  }
}
