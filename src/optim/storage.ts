/** Access to the storages that the back end's steps change in place. */
import type { Storage } from "../backend/index.ts";
import { Tensor } from "../tensor/index.ts";

/** The elements of a tensor in row-major order; a copy only if they are not stored that way. */
export function contiguousStorage(tensor: Tensor): Storage {
  return (tensor.isDense ? tensor : tensor.contiguous().clone()).memory;
}

/** Runs a step that changes the elements of `param` in place, however they are stored. */
export function updateStorage(param: Tensor, step: (storage: Storage) => void): void {
  if (param.memory.isShared) param.memory.forgetDevice();
  if (param.isDense) {
    step(param.memory);
    return;
  }
  const copy = param.detach().clone().contiguous();
  step(copy.memory);
  param.copy_(copy);
}

/** A tensor over a storage that belongs to an optimiser's state. */
export function stateTensor(storage: Storage, sizes: readonly number[]): Tensor {
  return new Tensor(storage, sizes);
}
