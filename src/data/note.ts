/**
 * A note about pictures that travels with their tensors, so that whatever shows them can say, for example, that they
 * are drawn.
 */
import type { Storage } from "../backend/index.ts";
import type { Tensor } from "../tensor/index.ts";

const notes = new WeakMap<Storage, string>();

/** Marks a tensor, and with it all its views. */
export function setNote(tensor: Tensor, note: string): void {
  notes.set(tensor.memory, note);
}

/** The note to show with this tensor. */
export function noteOf(tensor: Tensor): string | undefined {
  return notes.get(tensor.memory);
}
