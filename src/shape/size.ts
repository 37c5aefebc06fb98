/** Shapes as PyTorch shows them. */

import * as is from "./kinds.ts";
import { optional, required, signature } from "./signature.ts";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

const signed = {
  size: signature("torch.Size", { sizes: optional(is.ints, []) }),
  numel: signature("Size.numel", {}),
  equals: signature("Size.equals", { other: required(is.ints) }),
};

// Declares only numbers, which every array may have.
// oxlint-disable typescript/no-unsafe-declaration-merging
/** For types: a shape may be destructured, `const [b, c] = x.shape`, and cast, `x.shape as [number, number]`. */
export interface Size {
  readonly 0: number;
  readonly 1: number;
  readonly 2: number;
  readonly 3: number;
  readonly 4: number;
  readonly 5: number;
}

/**
 * The shape of a tensor: an array of numbers that prints as `torch.Size([1, 3])`.
 *
 * Its array methods (`map`, `slice`, ...) return plain arrays.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/size.html
 */
export class Size extends Array<number> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  constructor(sizes?: readonly number[]);
  constructor(...given: unknown[]) {
    super();
    if (given.length > 0) this.push(...signed.size.read(given).sizes);
  }

  /** For the library: a Size with the dimensions of an array. */
  static copy(sizes: readonly number[]): Size {
    const size = new Size();
    for (let d = 0; d < sizes.length; d++) size.push(sizes[d]!);
    return size;
  }

  /** The number of elements of a tensor of this shape. */
  numel(): number;
  numel(...given: unknown[]): number {
    signed.numel.read(given);
    return numel(this);
  }

  /** Whether another shape, or an array, has the same sizes; `===` tests whether both are one object. */
  equals(other: readonly number[]): boolean;
  equals(...given: unknown[]): boolean {
    return sameShape(this, signed.equals.read(given).other);
  }

  override toString(): string {
    return `torch.Size([${this.join(", ")}])`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

/** The number of elements of a tensor of this shape: the product of its sizes, 1 for a scalar. */
export function numel(shape: readonly number[]): number {
  let n = 1;
  for (let d = 0; d < shape.length; d++) n *= shape[d]!;
  return n;
}

/** Whether two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

/** A shape as torch writes it in messages, e.g. `[2, 3]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
