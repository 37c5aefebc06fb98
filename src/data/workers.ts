/**
 * How a DataLoader with `numWorkers` orders and draws: torch's workers each have a stream of random numbers, and take
 * turns at the batches. Here they are parts of this thread: the objects that a dataset and its transforms consist of
 * cannot be passed to another thread, and for pictures of 32 x 32, passing them back took longer than making them.
 */
import { whenAborted, cellSignal } from "../datasets/fetch/interrupt.ts";
import { defaultGenerator, Generator as Random } from "../random/index.ts";
import { signature } from "../shape/index.ts";

/** The worker that the running code belongs to. */
export interface WorkerInfo {
  readonly id: number;
  readonly numWorkers: number;
  readonly seed: bigint;
  readonly dataset: unknown;
}

const infoSignature = signature("torch.utils.data.getWorkerInfo", {});

let current: WorkerInfo | null = null;

/**
 * In code run by a DataLoader's worker, describes that worker; null elsewhere.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.get_worker_info
 */
export function getWorkerInfo(): WorkerInfo | null;
export function getWorkerInfo(...given: unknown[]): WorkerInfo | null {
  infoSignature.read(given);
  return current;
}

/** One of the workers: it has its own stream in place of the global one. */
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
    // No `finally` runs when a kernel cuts off a loop, so the signal's handler restores the global stream.
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
