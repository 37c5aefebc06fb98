/** Products over chosen dimensions, and distances between all pairs of rows. */

import {
  broadcastShapes,
  formatShape,
  numel,
  optional,
  required,
  scalarTypeName,
  signature,
  wrapDim,
} from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { Tensor } from "../tensor.ts";
import { cat } from "./join.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Products of the last dimensions, summed. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.inner.html */
    inner(other: Tensor): Tensor;
  }
}

type Pairs = number | readonly [readonly number[], readonly number[]];

const tensordotSignature = signature("torch.tensordot", {
  a: required(is.tensor),
  b: required(is.tensor),
  dims: optional(is.either(is.int, is.either(is.tupleOf(is.ints, 2), is.tupleOf(is.int, 2))), 2),
});

/**
 * The sum of products over dimensions of `a` and `b`: for a number n, over the last n of `a` and the first n of `b`; or
 * over the dimensions in two lists.
 *
 * ```ts
 * torch.tensordot(torch.ones(2, 3, 4), torch.ones(3, 4, 5), { dims: 2 }).shape; // torch.Size([2, 5])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.tensordot.html
 * @throws RangeError in torch's words if sizes differ.
 */
export function tensordot(a: Tensor, b: Tensor, dims?: Pairs): Tensor;
export function tensordot(a: Tensor, b: Tensor, options: { readonly dims?: Pairs }): Tensor;
export function tensordot(options: { readonly a: Tensor; readonly b: Tensor; readonly dims?: Pairs }): Tensor;
export function tensordot(...given: unknown[]): Tensor {
  const { a, b, dims } = tensordotSignature.read(given);
  const [left, right] = pairsOf(dims, a.dim());
  if (left.length !== right.length) throw new RangeError("both dimension lists should have same length");
  const [from, to] = [left.map((d) => wrapDim(d, a.dim())), right.map((d) => wrapDim(d, b.dim()))];
  from.forEach((d, i) => {
    const [m, n] = [a.sizes[d]!, b.sizes[to[i]!]!];
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(
        `contracted dimensions need to match, but first has size ${m} in dim ${left[i]} and second has size ${n} in dim ${right[i]}`,
      );
  });
  // If one side has size 1, the other is summed first.
  const sumOver = (x: Tensor, own: readonly number[], others: readonly number[]): Tensor => {
    const gone = own.filter((d, i) => x.sizes[d] !== 1 && others[i] === 1);
    return gone.length === 0 ? x : x.sum(gone, { keepdim: true });
  };
  const sizes = [from.map((d) => a.sizes[d]!), to.map((d) => b.sizes[d]!)] as const;
  const [x, y] = [sumOver(a, from, sizes[1]), sumOver(b, to, sizes[0])];
  const rows = x.sizes.map((_, d) => d).filter((d) => !from.includes(d));
  const columns = y.sizes.map((_, d) => d).filter((d) => !to.includes(d));
  const outer = [...rows.map((d) => x.sizes[d]!), ...columns.map((d) => y.sizes[d]!)];
  const count = numel(from.map((d) => x.sizes[d]!));
  const product = x
    .permute([...rows, ...from])
    .reshape([numel(rows.map((d) => x.sizes[d]!)), count])
    .mm(y.permute([...to, ...columns]).reshape([count, numel(columns.map((d) => y.sizes[d]!))]));
  return product.view(outer);
}

function pairsOf(
  dims: number | readonly (number | readonly number[])[],
  rank: number,
): readonly [readonly number[], readonly number[]] {
  if (typeof dims !== "number") {
    const [left, right] = dims.map((each) => (typeof each === "number" ? [each] : each));
    return [left!, right!];
  }
  if (dims < 0) throw new RangeError(`tensordot expects dims >= 0, but got dims=${dims}`);
  if (dims > rank)
    throw new RangeError(
      `tensordot expects dims < ndim_a or ndim_b, but got dims=${dims}, and a of ${rank} dimensions`,
    );
  const first = Array.from({ length: dims }, (_, i) => i);
  return [first.map((i) => i - dims), first];
}

method("inner", { other: required(is.tensor) }, (x, { other }) => {
  if (x.dim() === 0 || other.dim() === 0) return x.mul(other);
  if (x.sizes.at(-1) !== other.sizes.at(-1))
    throw new RangeError(
      `inner() the last dimension must match on both input tensors but got shapes ${formatShape(x.sizes)} and ${formatShape(other.sizes)}`,
    );
  return tensordot(x, other, [[-1], [-1]]);
});

const modes = [
  "use_mm_for_euclid_dist_if_necessary",
  "use_mm_for_euclid_dist",
  "donot_use_mm_for_euclid_dist",
] as const;
const cdistSignature = signature("torch.cdist", {
  x1: required(is.tensor),
  x2: required(is.tensor),
  p: optional(is.number, 2),
  computeMode: optional(is.oneOf(...modes), modes[0]),
});

/** Computes the distances through a matrix product: faster, and less exact where rows are close. */
const byProduct = composite<null>("CdistBackward0", ([x1, x2]) => {
  const [a, b] = [x1!.pow(2).sum(-1, { keepdim: true }), x2!.pow(2).sum(-1, { keepdim: true })];
  const left = cat([x1!.mul(-2), a, a.detach().onesLike()], -1);
  const right = cat([x2!, b.detach().onesLike(), b], -1);
  return left.matmul(right.transpose(-2, -1)).clampMin(0).sqrt();
});
const byDifferences = composite<number>("CdistBackward0", ([x1, x2], p) => {
  const difference = x1!.unsqueeze(-2).sub(x2!.unsqueeze(-3));
  if (p !== Infinity) return difference.norm(p, -1);
  // Every coordinate whose difference equals the largest one gets the whole gradient.
  const distances = difference.abs();
  const farthest = distances.detach().amax(-1, { keepdim: true });
  const sum = distances.where(distances.detach().eq(farthest), 0).sum(-1);
  return sum.sub(sum.detach()).add(farthest.squeeze(-1));
});

/**
 * The p-norm distance between each row of `x1` and each of `x2`: [..., P, M] and [..., R, M] give [..., P, R].
 *
 * ```ts
 * torch.cdist(torch.tensor([[0.0, 0.5]]), torch.tensor([[3.0, 4.5], [0.0, 0.5]])); // tensor([[5., 0.]])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.cdist.html
 * @throws TypeError or RangeError in torch's words for operands that are not matrices of floats with the same number of
 * columns.
 */
export function cdist(x1: Tensor, x2: Tensor, p?: number, computeMode?: (typeof modes)[number]): Tensor;
export function cdist(
  x1: Tensor,
  x2: Tensor,
  options: { readonly p?: number; readonly computeMode?: (typeof modes)[number] },
): Tensor;
export function cdist(options: {
  readonly x1: Tensor;
  readonly x2: Tensor;
  readonly p?: number;
  readonly computeMode?: (typeof modes)[number];
}): Tensor;
export function cdist(...given: unknown[]): Tensor {
  const { x1, x2, p, computeMode } = cdistSignature.read(given);
  for (const [name, x] of [
    ["X1", x1],
    ["X2", x2],
  ] as const) {
    if (x.dim() < 2) throw new RangeError(`cdist only supports at least 2D tensors, ${name} got: ${x.dim()}D`);
    if (!x.dtype.isFloatingPoint)
      throw new TypeError(`cdist only supports floating-point dtypes, ${name} got: ${scalarTypeName(x.dtype)}`);
  }
  if (x1.sizes.at(-1) !== x2.sizes.at(-1))
    throw new RangeError(
      `X1 and X2 must have the same number of columns. X1: ${x1.sizes.at(-1)} X2: ${x2.sizes.at(-1)}`,
    );
  if (!(p >= 0)) throw new RangeError("cdist only supports non-negative p values");
  const batch = broadcastShapes(x1.sizes.slice(0, -2), x2.sizes.slice(0, -2));
  const [a, b] = [x1, x2].map((x) => x.expand([...batch, ...x.sizes.slice(-2)])) as [Tensor, Tensor];
  const isLarge = x1.size(-2) > 25 || x2.size(-2) > 25;
  const isProduct = computeMode === modes[1] || (computeMode === modes[0] && isLarge);
  return p === 2 && isProduct ? byProduct([a, b], null) : byDifferences([a, b], p);
}
