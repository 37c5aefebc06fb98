/** Diagonals copied out of matrices, and put into them: diag, diagEmbed, diagflat, trace. */

import { optional, wrapDim } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { Tensor } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /**
     * For a vector, a square matrix with that diagonal and zeros elsewhere; for a matrix, a copy of its diagonal.
     * `diagonal` 1 is the one above the main diagonal.
     *
     * ```ts
     * torch.diag(torch.tensor([1, 2])).tolist(); // [[1, 0], [0, 2]]
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.diag.html
     * @throws RangeError unless the tensor has 1 or 2 dimensions.
     */
    diag(diagonal?: number): Tensor;
    diag(options: { readonly diagonal?: number }): Tensor;
    /** Makes the last dimension the diagonal of two new ones. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.diag_embed.html */
    diagEmbed(offset?: number, dim1?: number, dim2?: number): Tensor;
    diagEmbed(options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number }): Tensor;
    diagEmbed(offset: number, options: { readonly dim1?: number; readonly dim2?: number }): Tensor;
    /** A matrix with all elements on a diagonal and zeros elsewhere. */
    diagflat(offset?: number): Tensor;
    diagflat(options: { readonly offset?: number }): Tensor;
    /**
     * The sum of a matrix's diagonal.
     *
     * ```ts
     * torch.arange(9).reshape(3, 3).trace(); // tensor(12)
     * ```
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.trace.html
     * @throws RangeError if the tensor is not a matrix.
     */
    trace(): Tensor;
  }
}

interface Laid {
  readonly offset: number;
  readonly dim1: number;
  readonly dim2: number;
}
const diagEmbedBackward = defineGradient<Laid>("DiagEmbedBackward0", (node, grad) => {
  const { offset, dim1, dim2 } = node.context;
  return [grad.diagonal(offset, dim1, dim2)];
});

function diagEmbed(x: Tensor, { offset, dim1, dim2 }: Laid): Tensor {
  const rank = x.dim() + 1;
  const [a, b] = [wrapDim(dim1, rank), wrapDim(dim2, rank)];
  if (a === b) throw new RangeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const size = x.sizes.at(-1)! + Math.abs(offset);
  const sizes = x.sizes.slice(0, -1);
  sizes.splice(Math.min(a, b), 0, size);
  sizes.splice(Math.max(a, b), 0, size);
  const out = x.detach().newZeros(sizes);
  out.diagonal(offset, a, b).copy_(x.detach());
  return diagEmbedBackward.record(out, [x], [], { offset, dim1: a, dim2: b });
}

const copiedDiagonal = composite<number>("DiagonalBackward0_copy", ([x], offset) => x!.diagonal(offset).clone());
const trace = composite<null>("TraceBackward0", ([x]) => x!.diagonal().sum());

method("diag", { diagonal: optional(is.int, 0) }, (x, { diagonal }) => {
  if (x.dim() === 1) return diagEmbed(x, { offset: diagonal, dim1: 0, dim2: 1 });
  if (x.dim() === 2) return copiedDiagonal([x], diagonal);
  throw new RangeError(`diag(): Supports 1D or 2D tensors. Got ${x.dim()}D`);
});
method(
  "diagEmbed",
  { offset: optional(is.int, 0), dim1: optional(is.int, -2), dim2: optional(is.int, -1) },
  (x, args) => {
    if (x.dim() === 0) throw new RangeError("diagEmbed(): expected a tensor of at least 1 dimension, but got 0D");
    return diagEmbed(x, args);
  },
);
method("diagflat", { offset: optional(is.int, 0) }, (x, { offset }) =>
  diagEmbed(x.reshape(-1), { offset, dim1: 0, dim2: 1 }),
);
method("trace", {}, (x) => {
  if (x.dim() !== 2) throw new RangeError(`trace: expected a matrix, but got tensor with dim ${x.dim()}`);
  return trace([x], null);
});
