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

/** The open scope takes over an owner of a storage that was made in a scope of its own. */
export function adoptStorage(storage: Storage): void {
  if (made !== null) made.push(storage);
}

/** Runs a walk of its own inside a scope: what it makes on the way it gives back itself. */
export function outsideScopes<T>(body: () => T): T {
  const before = made;
  made = null;
  try {
    return body();
  } finally {
    made = before;
  }
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
  readonly memory: Storage;
}

/**
 * Runs `body` and releases every storage made meanwhile except that of the tensor it returns; what the graph saved lives until
 * `backward` has passed. For library code only: no tensor made inside may reach a user by another way.
 */
export function tidy<T extends Stored>(body: () => T): T {
  const outer = made;
  const { result, storages } = collectStorages(body);
  for (const storage of storages)
    if (storage !== result.memory) storage.release();
    else if (outer !== null) outer.push(storage);
  return result;
}

/**
 * Runs `steps` one after another, as `tidy` would, and releases what flows between two of them as soon as the second has read it.
 * A forward pass without gradients then holds two activations at a time.
 */
export function tidyChain<T extends Stored>(input: T, steps: Iterable<(value: T) => T>): T {
  const outer = made;
  let value = input;
  let owned = false;
  for (const step of steps) {
    const from = value;
    const { result, storages } = collectStorages(() => step(from));
    const isNew = storages.includes(result.memory);
    for (const storage of storages) if (storage !== result.memory) storage.release();
    const passed = result.memory === value.memory;
    if (owned && !passed) value.memory.release();
    owned = isNew || (owned && passed);
    value = result;
  }
  if (owned && outer !== null) outer.push(value.memory);
  return value;
}
