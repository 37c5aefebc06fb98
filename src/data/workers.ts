/**
 * What a DataLoader with `numWorkers` visits and draws: torch's workers have a stream of random numbers each, and take turns at the
 * batches. Here they are parts of this thread: what a dataset and its transforms are made of cannot be handed to another thread, and
 * pictures of 32 x 32 were not made faster there than they could be handed back.
 */
import { whenAborted, cellSignal } from "../datasets/fetch/interrupt.ts";
import { defaultGenerator, Generator as Random } from "../random/index.ts";
import { signature } from "../shape/index.ts";

/** Which worker the running code belongs to. */
export interface WorkerInfo {
  readonly id: number;
  readonly numWorkers: number;
  readonly seed: bigint;
  readonly dataset: unknown;
}

const infoSignature = signature("torch.utils.data.getWorkerInfo", {});

let current: WorkerInfo | null = null;

/**
 * In code that a DataLoader's worker runs, which one it is; null elsewhere.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.get_worker_info
 */
export function getWorkerInfo(): WorkerInfo | null;
export function getWorkerInfo(...given: unknown[]): WorkerInfo | null {
  infoSignature.read(given);
  return current;
}

/** One of the workers: an own stream in place of the global one. */
export class Worker {
  readonly info: WorkerInfo;
  readonly #random: Random;

  constructor(info: WorkerInfo) {
    this.info = info;
    this.#random = new Random().manualSeed(info.seed);
  }

  run<R>(body: () => R): R {
    const outer = current;
    let isIn = false;
    const trade = (): void => {
      isIn = !isIn;
      defaultGenerator.exchange(this.#random);
      current = isIn ? this.info : outer;
    };
    // No `finally` runs when a kernel cuts a loop off: the global stream comes back by the signal.
    const leave = whenAborted(cellSignal(), () => {
      if (isIn) trade();
    });
    trade();
    try {
      return body();
    } finally {
      leave();
      if (isIn) trade();
    }
  }
}
