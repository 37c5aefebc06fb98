/**
 * Initial values with a structure: orthogonal rows, an identity, zeros in each column, no outliers. The random draws
 * and their order are torch's.
 */
import type { Generator } from "../random/index.ts";
import { float64, optional, required, signature, warn } from "../shape/index.ts";
import { fromArray, noGrad, randperm, tensor as tensorOf, where, type Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import type * as Calls from "./calls.ts";

const tensor = required(is.tensor);
const generator = optional(is.orNull(is.generator), null);

export const truncNormalSignature = signature("init.truncNormal_", {
  tensor,
  mean: optional(is.number, 0),
  std: optional(is.number, 1),
  a: optional(is.number, -2),
  b: optional(is.number, 2),
  generator,
});

/**
 * Normal numbers; those outside [a, b] are drawn again.
 *
 * ```ts
 * nn.init.truncNormal_(torch.empty(100), { std: 2 }).abs().max().item() <= 2; // true
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.trunc_normal_
 */
export function truncNormal_(...given: Calls.TruncNormal_): Tensor;
export function truncNormal_(...given: unknown[]): Tensor {
  const { tensor: t, mean, std, a, b, generator: stream } = truncNormalSignature.read(given);
  if (mean < a - 2 * std || mean > b + 2 * std)
    warn("mean is more than 2 std from [a, b] in truncNormal_. The distribution of values may be incorrect.");
  const below = (x: number): number => (1 + erf((x - mean) / std / Math.SQRT2)) / 2;
  const kept = below(b) - below(a);
  return noGrad(() => (kept > 0.3 ? redrawn(t, mean, std, a, b, stream) : rejected(t, mean, std, a, b, stream)));
}

const erf = (x: number): number => fromArray(Float64Array.of(x), []).erf().item();

/** Normal numbers, redrawn wherever they lie outside. */
function redrawn(t: Tensor, mean: number, std: number, a: number, b: number, stream: Generator | null): Tensor {
  const [low, high] = [a, b].map((bound) => tensorOf(bound, { dtype: t.dtype }).item());
  let result = t.normal_(mean, std, { generator: stream });
  for (;;) {
    const isOutside = result.lt(low!).logicalOr(result.gt(high!));
    if (!isOutside.any().item<boolean>()) break;
    result = where(isOutside, result.emptyLike().normal_(mean, std, { generator: stream }), result);
  }
  return result === t ? t : t.copy_(result);
}

/**
 * Rejection sampling, used where the bulk of the normal lies outside: uniform numbers, each kept with a probability
 * given by the density's height.
 */
function rejected(t: Tensor, mean: number, std: number, a: number, b: number, stream: Generator | null): Tensor {
  const peak = -0.5 * ((Math.max(a, Math.min(mean, b)) - mean) / std) ** 2;
  const isTooHigh = (candidates: Tensor): Tensor => {
    const height = candidates.sub(mean).div(std).pow(2).mul(-0.5).sub(peak);
    return t.emptyLike().uniform_({ generator: stream }).log().gt(height);
  };
  let pending = isTooHigh(t.uniform_(a, b, { generator: stream }));
  let result = t;
  while (pending.any().item<boolean>()) {
    const candidates = t.emptyLike().uniform_(a, b, { generator: stream });
    result = where(pending, candidates, result);
    pending = where(pending, isTooHigh(candidates), pending);
  }
  return result === t ? t : t.copy_(result);
}

export const orthogonalSignature = signature("init.orthogonal_", { tensor, gain: optional(is.number, 1), generator });

/**
 * Rows (or columns, if there are more rows) of length `gain`, all orthogonal to each other; dimensions after the first
 * count as one.
 *
 * ```ts
 * const w = nn.init.orthogonal_(torch.empty(2, 3));
 * w.mm(w.t()).allclose(torch.eye(2), { atol: 1e-6 }); // true
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.orthogonal_
 * @throws RangeError for a tensor of fewer than 2 dimensions.
 */
export function orthogonal_(...given: Calls.Orthogonal_): Tensor;
export function orthogonal_(...given: unknown[]): Tensor {
  const { tensor: t, gain, generator: stream } = orthogonalSignature.read(given);
  if (t.dim() < 2) throw new RangeError("Only tensors with 2 or more dimensions are supported");
  if (t.numel() === 0) return t;
  const rows = t.sizes[0]!;
  const drawn = t
    .detach()
    .newEmpty([rows, t.numel() / rows])
    .normal_(0, 1, { generator: stream });
  const isWide = rows < t.numel() / rows;
  const basis = orthogonalBasis((isWide ? drawn.t() : drawn).to(float64).tolist<number[][]>());
  const q = tensorOf(basis, { dtype: float64 }).to(t.dtype);
  return noGrad(() => t.copy_((isWide ? q.t() : q).reshape(t.sizes)).mul_(gain));
}

/**
 * Makes the columns of a matrix orthonormal one after another. Each pass is done twice so that rounding does not tilt
 * them, and each column keeps its sign.
 */
function orthogonalBasis(matrix: readonly (readonly number[])[]): number[][] {
  const columns = matrix[0]!.map((_, c) => matrix.map((row) => row[c]!));
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  columns.forEach((column, c) => {
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of columns.slice(0, c)) {
        const along = dot(column, earlier);
        for (let i = 0; i < column.length; i++) column[i]! -= along * earlier[i]!;
      }
    const length = Math.sqrt(dot(column, column));
    for (let i = 0; i < column.length; i++) column[i]! /= length;
  });
  return matrix.map((_, r) => columns.map((column) => column[r]!));
}

export const diracSignature = signature("init.dirac_", { tensor, groups: optional(is.int, 1) });

/**
 * Kernels that pass their input through: 1 in the middle of each channel's own kernel, zeros elsewhere.
 *
 * ```ts
 * const image = torch.rand(1, 2, 4, 4);
 * const conv = new nn.Conv2d(2, 2, { kernelSize: 3, padding: 1, bias: false });
 * nn.init.dirac_(conv.weight);
 * conv(image).equal(image); // true
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.dirac_
 * @throws RangeError in torch's words for anything but 3, 4 or 5 dimensions, and for groups that do not divide the
 * first.
 */
export function dirac_(...given: Calls.Dirac_): Tensor;
export function dirac_(...given: unknown[]): Tensor {
  const { tensor: t, groups } = diracSignature.read(given);
  if (t.dim() < 3 || t.dim() > 5) throw new RangeError("Only tensors with 3, 4, or 5 dimensions are supported");
  const [outputs, inputs, ...kernel] = t.sizes as readonly [number, number, ...number[]];
  if (outputs % groups !== 0) throw new RangeError("dim 0 must be divisible by groups");
  const each = outputs / groups;
  const middle = kernel.map((size) => Math.floor(size / 2));
  return noGrad(() => {
    t.zero_();
    for (let group = 0; group < groups; group++)
      for (let d = 0; d < Math.min(each, inputs); d++) t.setAt([group * each + d, d, ...middle], 1);
    return t;
  });
}

export const sparseSignature = signature("init.sparse_", {
  tensor,
  sparsity: required(is.number),
  std: optional(is.number, 0.01),
  generator,
});

/**
 * Normal numbers, with zeros in a fraction `sparsity` of each column.
 *
 * ```ts
 * nn.init.sparse_(torch.empty(4, 3), 0.5).eq(0).sum(0).tolist(); // [2, 2, 2]
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.sparse_
 * @throws RangeError if the tensor is not a matrix.
 */
export function sparse_(...given: Calls.Sparse_): Tensor;
export function sparse_(...given: unknown[]): Tensor {
  const { tensor: t, sparsity, std, generator: stream } = sparseSignature.read(given);
  if (t.dim() !== 2) throw new RangeError("Only tensors with 2 dimensions are supported");
  const [rows, columns] = t.sizes as readonly [number, number];
  const zeros = Math.ceil(sparsity * rows);
  return noGrad(() => {
    t.normal_(0, std, { generator: stream });
    // torch also draws the places of the zeros from the default stream.
    for (let column = 0; column < columns; column++)
      for (const row of randperm(rows).tolist<number[]>().slice(0, zeros)) t.setAt([row, column], 0);
    return t;
  });
}
