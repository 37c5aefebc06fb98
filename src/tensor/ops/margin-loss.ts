/** Losses by margins and by likelihoods; `mean` divides by the number of losses. B batch, C classes. */
import { composite } from "../autograd/composite.ts";
import type { Tensor } from "../tensor.ts";
import { pairwiseDistance } from "./distance.ts";
import { checkReduction, type Reduction } from "./nll-loss.ts";

export type { Reduction } from "./nll-loss.ts";
type Reduced = { readonly reduction: Reduction };
type Margin = Reduced & { readonly margin: number };

function reduce(losses: Tensor, reduction: Reduction): Tensor {
  checkReduction(reduction);
  return reduction === "none" ? losses : losses[reduction]();
}

/** The input where the target is 1, and `max(0, margin - input)` where it is -1. */
export function hingeEmbeddingLoss(input: Tensor, target: Tensor, { margin, reduction }: Margin): Tensor {
  const zeros = input.zerosLike();
  const far = input.rsub(margin).clampMin(0).where(target.ne(1), zeros);
  return reduce(far.add(input.where(target.ne(-1), zeros)), reduction);
}

/** `max(0, -target * (input1 - input2) + margin)`. */
export function marginRankingLoss(a: Tensor, b: Tensor, target: Tensor, { margin, reduction }: Margin): Tensor {
  if (a.dim() !== b.dim() || a.dim() !== target.dim())
    throw new RangeError(
      `margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: ${a.shape.toString()}, input2: ${b.shape.toString()}, target: ${target.shape.toString()} `,
    );
  return reduce(target.neg().mul(a.sub(b)).add(margin).clampMin(0), reduction);
}

const soft = composite<Reduction>("SoftMarginLossBackward0", ([x, t], reduction) => {
  const z = t!.neg().mul(x!);
  // log(1 + e^z) without overflow
  return reduce(z.abs().neg().exp().log1p().add(z.clampMin(0)), reduction);
});

/** `log(1 + exp(-target * input))`. */
export function softMarginLoss(input: Tensor, target: Tensor, { reduction }: Reduced): Tensor {
  checkReduction(reduction);
  return soft([input, target], reduction);
}

/** Cross entropy of each class by itself [B, C], averaged over classes. */
export function multilabelSoftMarginLoss(
  input: Tensor,
  target: Tensor,
  { weight, reduction }: Reduced & { readonly weight: Tensor | null },
): Tensor {
  const logSigmoid = (x: Tensor): Tensor => x.clampMax(0).sub(x.abs().neg().exp().log1p());
  const all = target
    .mul(logSigmoid(input))
    .add(target.rsub(1).mul(logSigmoid(input.neg())))
    .neg();
  const weighted = weight === null ? all : all.mul(weight);
  const dim = input.dim() - 1;
  return reduce(weighted.sum(dim).div(input.sizes[dim]!), reduction);
}

/** torch's own formula, whose tiny number keeps the cosine of zero vectors finite. */
const TINY = 1e-12;

/** `1 - cos` of two vectors where the target is 1, and `max(0, cos - margin)` where it is -1. */
export function cosineEmbeddingLoss(a: Tensor, b: Tensor, target: Tensor, { margin, reduction }: Margin): Tensor {
  if (target.dim() > 1 || a.dim() !== target.dim() + 1 || b.dim() !== target.dim() + 1)
    throw new RangeError(
      target.dim() > 1
        ? "0D or 1D target tensor expected, multi-target not supported"
        : `${target.dim()}D target tensor expects ${target.dim() + 1}D input tensors, but found inputs with sizes ${a.shape.toString()} and ${b.shape.toString()}.`,
    );
  const dim = target.dim();
  const product = a.mul(b).sum(dim);
  const [left, right] = [a.square().sum(dim).add(TINY), b.square().sum(dim).add(TINY)];
  const cosine = product.div(left.mul(right).sqrt());
  const zeros = cosine.zerosLike();
  const near = cosine.rsub(1).where(target.eq(1), zeros);
  const far = cosine.sub(margin).clampMin(0).where(target.eq(-1), zeros);
  return reduce(near.add(far), reduction);
}

/** `max(0, |anchor - positive| - |anchor - negative| + margin)`. */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: Margin & { readonly p: number; readonly eps: number; readonly swap: boolean },
): Tensor {
  const { margin, p, eps, swap, reduction } = options;
  if (margin <= 0) throw new RangeError(`margin must be greater than 0, got ${margin}`);
  const distance = (x: Tensor, y: Tensor): Tensor => pairwiseDistance(x, y, p, eps);
  const far = distance(anchor, negative);
  const least = swap ? far.minimum(distance(positive, negative)) : far;
  return reduce(distance(anchor, positive).add(margin).sub(least).clampMin(0), reduction);
}

/** Minus the log likelihood of counts. */
export function poissonNllLoss(
  input: Tensor,
  target: Tensor,
  options: Reduced & { readonly logInput: boolean; readonly full: boolean; readonly eps: number },
): Tensor {
  const { logInput, full, eps, reduction } = options;
  const loss = logInput ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()));
  if (!full) return reduce(loss, reduction);
  const stirling = target
    .mul(target.log())
    .sub(target)
    .add(
      target
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    );
  return reduce(loss.add(stirling.maskedFill(target.le(1), 0)), reduction);
}

/** Minus the log likelihood of the target under normal distributions. */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  { full, eps, reduction }: Reduced & { readonly full: boolean; readonly eps: number },
): Tensor {
  checkReduction(reduction);
  if (variance.detach().lt(0).any().item<boolean>()) throw new RangeError("var has negative entry/entries");
  const [sizes, own] = [input.sizes, variance.sizes];
  const isHomoscedastic = String(own) === String(sizes.slice(0, -1));
  if (!isHomoscedastic && String(own) !== String(sizes) && String(own) !== String([...sizes.slice(0, -1), 1]))
    throw new RangeError("var is of incorrect size");
  const wide = isHomoscedastic ? variance.unsqueeze(-1) : variance;
  // Clamped without a gradient, as in torch.
  const clamped = wide.add(wide.detach().clampMin(eps).sub(wide.detach()));
  const loss = clamped.log().add(input.sub(target).square().div(clamped)).mul(0.5);
  return reduce(full ? loss.add(0.5 * Math.log(2 * Math.PI)) : loss, reduction);
}

type MultiMargin = {
  readonly p: number;
  readonly margin: number;
  readonly reduction: Reduction;
  readonly target: Tensor;
};
const multiMargin = composite<MultiMargin>(
  "MultiMarginLossBackward0",
  ([x, weight], { p, margin, reduction, target }) => {
    const rows = x!.dim() === 2 ? x! : x!.unsqueeze(0);
    const places = target.reshape(-1, 1);
    const distances = rows.sub(rows.gather(1, places)).add(margin).clampMin(0);
    const powers = p === 2 ? distances.square() : distances;
    const weighted = weight === null ? powers : powers.mul(weight!.at(target.reshape(-1)).unsqueeze(1));
    const others = weighted.scatter(1, places, 0);
    const losses = others.sum(1).div(rows.sizes[1]!);
    return reduce(x!.dim() === 2 ? losses : losses.squeeze(0), reduction);
  },
);

/** The mean over the other classes of `max(0, margin - input[target] + input[other]) ** p`. */
export function multiMarginLoss(
  input: Tensor,
  target: Tensor,
  options: Margin & { readonly p: number; readonly weight: Tensor | null },
): Tensor {
  const { p, margin, weight, reduction } = options;
  checkReduction(reduction);
  if (p !== 1 && p !== 2) throw new RangeError("only p == 1 and p == 2 supported");
  const [n, classes] = [input.dim() === 2 ? input.sizes[0]! : 1, input.sizes.at(-1)!];
  if (input.dim() > 2 || input.dim() < 1 || target.numel() !== n)
    throw new RangeError(`inconsistent target size, expected ${n} but got [${target.sizes.join(", ")}]`);
  const values = target.detach();
  if (values.lt(0).logicalOr(values.ge(classes)).any().item<boolean>()) throw new RangeError("target out of range");
  return multiMargin([input, weight], { p, margin, reduction, target });
}
