import type { Dense } from "../../backend/index.ts";
import { dense, done } from "../dense.ts";
import { Tensor } from "../tensor.ts";

/** Calls `compute` with the tensors as dense operands, and frees the copies that were made for it. */
export function withOperands<R>(tensors: readonly (Tensor | null)[], compute: (...operands: Dense[]) => R): R {
  // A tensor that is left out stays undefined, as the back end expects of an optional operand.
  const operands = tensors.map((tensor) => (tensor === null ? undefined : dense(tensor)));
  const result = compute(...(operands as Dense[]));
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i];
    if (operand !== undefined) done(operand, tensors[i]!);
  }
  return result;
}

/** The same elements read with another shape. */
export function shaped({ storage }: Dense, shape: readonly number[]): Dense {
  return { storage, shape };
}

/** @throws TypeError for anything but a tensor; a cell without types may well pass something else. */
export function checkTensor(name: string, input: unknown, role = "input"): void {
  if (input instanceof Tensor) return;
  const shown = input === null ? "null" : Array.isArray(input) ? "an array" : `a value of type ${typeof input}`;
  throw new TypeError(`${name}: expected ${role} to be a Tensor, got ${shown}; torch.tensor(...) makes one of numbers`);
}
