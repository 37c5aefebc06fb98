/**
 * Gives back the memory of library-made intermediates at once. A synchronous training loop never lets finalizers run, so what a rule
 * computes on its way to a gradient is released when the rule returns.
 */

import type { Storage } from "../../backend/index.ts";
import { afterThisTurn } from "./turn.ts";

/** Storages made in the scope that is open now. */
let made: Storage[] | null = null;

const closeAll = (): void => {
  made = null;
};

/** Called for every tensor over a storage of its own. */
export function noteStorage(storage: Storage): void {
  if (made !== null) made.push(storage);
}

/** Runs `body` and answers the storages made meanwhile, which the caller then owns. */
export function collectStorages<T>(body: () => T): { readonly result: T; readonly storages: Storage[] } {
  const before = made;
  const storages: Storage[] = [];
  afterThisTurn(closeAll);
  made = storages;
  try {
    return { result: body(), storages };
  } finally {
    made = before;
  }
}

interface Stored {
  readonly storage: Storage;
}

/**
 * Runs `body` and releases every storage made meanwhile except that of the tensor it returns; what the graph saved lives until
 * `backward` has passed. For library code only: no tensor made inside may reach a user by another way.
 */
export function tidy<T extends Stored>(body: () => T): T {
  const outer = made;
  const { result, storages } = collectStorages(body);
  for (const storage of storages)
    if (storage !== result.storage) storage.release();
    else if (outer !== null) outer.push(storage);
  return result;
}
