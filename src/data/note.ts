/** A word about pictures that goes wherever their numbers go: whatever shows one can say, for example, that it was drawn. */
import type { Storage } from "../backend/index.ts";
import type { Tensor } from "../tensor/index.ts";

const notes = new WeakMap<Storage, string>();

/** Marks a tensor, and with it every view of it. */
export function setNote(tensor: Tensor, note: string): void {
  notes.set(tensor.memory, note);
}

/** What is to be said of this tensor wherever it is shown. */
export function noteOf(tensor: Tensor): string | undefined {
  return notes.get(tensor.memory);
}
