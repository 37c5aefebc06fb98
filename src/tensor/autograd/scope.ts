/**
 * Frees the memory of the library's intermediate results at once. A synchronous training loop never lets finalizers
 * run, so whatever a rule computes on its way to a gradient is freed when the rule returns.
 */

import type { Storage } from "../../backend/index.ts";
import { afterThisTurn } from "./turn.ts";

/** The storages made in the currently open scope. */
let made: Storage[] | null = null;

const closeAll = (): void => {
  made = null;
};

/** Called for every tensor that has a storage of its own. */
export function noteStorage(storage: Storage): void {
  if (made !== null) made.push(storage);
}

/** Hands one owner of a storage, made in an inner scope, over to the open scope. */
export function adoptStorage(storage: Storage): void {
  if (made !== null) made.push(storage);
}

/** Runs a separate walk inside a scope; it frees what it makes along the way itself. */
export function outsideScopes<T>(body: () => T): T {
  const before = made;
  made = null;
  try {
    return body();
  } finally {
    made = before;
  }
}

/** Runs `body` and returns the storages made meanwhile, which the caller then owns. */
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
 * Runs `body` and frees every storage made meanwhile except that of the tensor it returns; what the graph saved lives
 * until `backward` has run. For library code only: no tensor made inside may reach a user any other way.
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
 * Runs `steps` one after another, as `tidy` would, and frees each intermediate result as soon as the next step has read
 * it. A forward pass without gradients then holds only two activations at a time.
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
