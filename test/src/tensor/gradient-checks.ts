/** One check for every differentiable operation of tensors; nn's are in test/src/nn/gradient-checks.ts. */

import { slice } from "../../../src/shape/index.ts";
import * as torch from "../../../src/torch.ts";
import type { Tensor } from "../../../src/tensor/index.ts";
import { positive, spread, type GradientCheck } from "../../support/gradient-check.ts";

const index = (...values: number[]): Tensor => torch.tensor(values, { dtype: torch.int64 });
const mask = (...values: boolean[]): Tensor => torch.tensor(values);

const one = (of: (x: Tensor) => Tensor | readonly Tensor[], x: Tensor = spread(2, 3)): GradientCheck => ({
  inputs: [x],
  of: of as GradientCheck["of"],
});
const two = (
  of: (x: Tensor, y: Tensor) => Tensor | readonly Tensor[],
  x: Tensor = spread(2, 3),
  y: Tensor = spread(2, 3).flip(0, 1).mul(1.3),
): GradientCheck => ({ inputs: [x, y], of: of as GradientCheck["of"] });
const three = (of: (x: Tensor, y: Tensor, z: Tensor) => Tensor, ...inputs: Tensor[]): GradientCheck => ({
  inputs,
  of: of as GradientCheck["of"],
});

const regular = torch.tensor(
  [
    [2, 0.5],
    [-0.3, 1.4],
  ],
  { dtype: torch.float64 },
);
const smooth = ["exp", "exp2", "expm1", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "asinh", "erf"] as const;
const kinked = ["sigmoid", "abs", "relu", "sign", "floor", "ceil", "round", "trunc", "frac", "neg", "square"] as const;
const onPositive = ["log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal", "asin", "acos", "atanh"] as const;

export const gradientChecks: Readonly<Record<string, GradientCheck>> = {
  ...Object.fromEntries([...smooth, ...kinked].map((name) => [name, one((x) => x[name]())])),
  ...Object.fromEntries(onPositive.map((name) => [name, one((x) => x[name](), positive(2, 3))])),
  acosh: one((x) => x.acosh(), positive(3).add(1.2)),

  add: two((x, y) => x.add(y, { alpha: 0.5 })),
  "add, broadcast": two((x, y) => x.add(y), spread(2, 3), spread(3)),
  sub: two((x, y) => x.sub(y, { alpha: 2 })),
  rsub: two((x, y) => x.rsub(y, { alpha: 2 })),
  mul: two((x, y) => x.mul(y), spread(2, 3), spread(2, 1)),
  "mul by a number": one((x) => x.mul(2.5)),
  "mul of a tensor with itself": one((x) => x.mul(x)),
  div: two((x, y) => x.div(y), spread(2, 3), positive(3)),
  "div by a number": one((x) => x.div(2.5)),
  "div, rounded": two((x, y) => x.div(y, { roundingMode: "floor" }), spread(2, 3), positive(2, 3)),
  remainder: one((x) => x.remainder(0.7)),
  "remainder of tensors": two((x, y) => x.remainder(y), spread(2, 3), positive(2, 3)),
  fmod: one((x) => x.fmod(0.7)),
  "fmod of tensors": two((x, y) => x.fmod(y), spread(2, 3), positive(2, 3)),
  pow: one((x) => x.pow(3)),
  "pow, fraction": one((x) => x.pow(-1.5), positive(2, 3)),
  "pow of tensors": two((x, y) => x.pow(y), positive(2, 3), spread(2, 3)),
  "pow of a number": one((x) => torch.pow(2.5, x)),
  maximum: two((x, y) => x.maximum(y)),
  minimum: two((x, y) => x.minimum(y)),
  atan2: two((x, y) => x.atan2(y)),
  ...Object.fromEntries(
    (["erfc", "sinc", "deg2rad", "rad2deg", "sgn"] as const).map((name) => [name, one((x) => x[name]())]),
  ),
  ...Object.fromEntries((["digamma", "lgamma"] as const).map((name) => [name, one((x) => x[name](), positive(2, 3))])),
  "lgamma, cubed": one((x) => x.lgamma().digamma(), positive(2).add(2.5)),
  erfinv: one((x) => x.erfinv(), spread(2, 3).mul(0.3)),
  logit: one((x) => x.logit(), spread(2, 3).sigmoid()),
  "logit, clamped": one((x) => x.logit(0.1), spread(2, 3).sigmoid()),
  "hardshrink of torch": one((x) => x.hardshrink(0.4)),
  "a comparison in place": one((x) => x.mul(1).gt_(0).add(x)),
  hypot: two((x, y) => x.hypot(y)),
  logaddexp: two((x, y) => x.logaddexp(y)),
  logaddexp2: two((x, y) => x.logaddexp2(y)),
  xlogy: two((x, y) => x.xlogy(y), spread(2, 3), positive(2, 3)),
  copysign: two((x, y) => x.copysign(y)),
  ldexp: two((x, y) => x.ldexp(y)),
  fmax: two((x, y) => x.fmax(y)),
  fmin: two((x, y) => x.fmin(y)),
  cummax: one((x) => x.cummax(1).values),
  cummin: one((x) => x.cummin(0).values),
  logcumsumexp: one((x) => x.logcumsumexp(1)),
  nansum: one((x) => x.nansum(1)),
  nanmean: one((x) => x.nanmean(0)),
  dist: two((x, y) => x.dist(y, 3)),
  cov: one((x) => x.cov(), spread(2, 4)),
  corrcoef: one((x) => x.corrcoef().tril(-1), spread(2, 4)),
  selectScatter: two((x, y) => x.selectScatter(y, 0, 1), spread(2, 3), spread(3)),
  sliceScatter: two((x, y) => x.sliceScatter(y, 1, 0, 2), spread(2, 3), spread(2, 2)),
  diagonalScatter: two((x, y) => x.diagonalScatter(y), spread(2, 3), spread(2)),
  maskedScatter: two((x, y) => x.maskedScatter(mask(true, false, true), y)),
  indexCopy: two((x, y) => x.indexCopy(1, index(2, 0), y), spread(2, 3), spread(2, 2)),
  put: two((x, y) => x.put(index(5, 0), y), spread(2, 3), spread(2)),
  takeAlongDim: one((x) => x.takeAlongDim(index(1, 0, 2).reshape(1, 3), 1)),
  addmv: three((x, y, z) => x.addmv(y, z, { alpha: 2 }), spread(2), spread(2, 3), spread(3)),
  addr: three((x, y, z) => x.addr(y, z, { beta: 2 }), spread(2, 3), spread(2), spread(3)),
  baddbmm: three((x, y, z) => x.baddbmm(y, z), spread(2, 2, 2), spread(2, 2, 3), spread(2, 3, 2)),
  addbmm: three((x, y, z) => x.addbmm(y, z), spread(2, 2), spread(2, 2, 3), spread(2, 3, 2)),
  cross: two((x, y) => x.cross(y)),
  kron: two((x, y) => x.kron(y), spread(2, 2), spread(2)),
  inverse: one((x) => x.inverse(), regular),
  det: one((x) => x.det(), regular),
  matrixPower: one((x) => x.matrixPower(3), spread(2, 2)),
  trapezoid: two((y, x) => torch.trapezoid(y, x), spread(2, 3), spread(3)),
  "a view changed in place, squared": one((x) => {
    const y = x.clone();
    y.at(0).mul_(x.at(1));
    return y.square();
  }),
  "a view of what was changed in place, squared": one((x) => {
    const y = x.clone();
    const view = y.at(0);
    y.mul_(x);
    return view.square();
  }),
  lerp: two((x, y) => x.lerp(y, 0.3)),
  "lerp, weights": three((x, y, z) => x.lerp(y, z), spread(4), spread(4).flip(0), positive(4)),
  addcmul: three((x, y, z) => x.addcmul(y, z, { value: 0.5 }), spread(4), spread(4).flip(0), positive(4)),
  addcdiv: three((x, y, z) => x.addcdiv(y, z, { value: 0.5 }), spread(4), spread(4).flip(0), positive(4)),

  where: two((x, y) => torch.where(mask(true, false, true), x, y)),
  maskedFill: one((x) => x.maskedFill(mask(true, false, true), 5)),
  "maskedFill with a tensor": two(
    (x, y) => x.maskedFill(mask(true, false, true), y),
    spread(2, 3),
    spread(1).reshape([]),
  ),
  clamp: one((x) => x.clamp(-0.5, 0.6)),
  "clamp by tensors": two((x, y) => x.clamp(y.sub(0.5), y.add(0.4))),
  nanToNum: one((x) => x.nanToNum()),

  clone: one((x) => x.clone().exp()),
  contiguous: one((x) => x.t().contiguous().exp()),
  to: one((x) => x.to(torch.float32).to(torch.float64), torch.tensor([0.5, -0.25], { dtype: torch.float64 })),
  copy_: two((x, y) => x.mul(2).copy_(y).exp()),
  "copy_ into a part": two((x, y) => x.mul(2).setAt([0], y).mul(x), spread(2, 3), spread(3)),
  fill_: one((x) => x.mul(2).fill_(3).mul(x)),
  "fill_ with a tensor": two((x, y) => x.mul(2).fill_(y).mul(x), spread(2, 3), spread(1).reshape([])),
  zero_: one((x) => x.mul(2).zero_().add(x)),
  "in place on a view": one((x) => {
    const y = x.mul(1);
    y.at(0).mul_(3);
    return [y, y.at(":", 1)];
  }),
  add_: two((x, y) => x.mul(2).add_(y).exp()),
  exp_: one((x) => x.mul(2).exp_()),

  cat: two((x, y) => torch.cat([x, y], 1)),
  stack: two((x, y) => torch.stack([x, y], 1)),
  split: one((x) => x.split(2, 1)),
  "split, one part": one((x) => x.split(2, 1)[1]!),
  "split by sizes": one((x) => x.split([1, 2], 1)),
  unbind: one((x) => x.unbind(1)),
  "unbind, one part": one((x) => x.unbind(1)[2]!.exp()),

  sum: one((x) => x.sum()),
  "sum over dim": one((x) => x.sum(1).exp()),
  mean: one((x) => x.mean().exp()),
  "mean over dim": one((x) => x.mean(0, { keepdim: true }).exp()),
  prod: one((x) => x.prod()),
  "prod over dim": one((x) => x.prod(1)),
  var: one((x) => x.var()),
  "var over dim": one((x) => x.var(1, { correction: 0 })),
  std: one((x) => x.std(1)),
  amax: one((x) => x.amax(1).exp()),
  amin: one((x) => x.amin([0, 1]).exp()),
  max: one((x) => x.max().exp()),
  min: one((x) => x.min().exp()),
  "max over dim": one((x) => x.max(1).values.exp()),
  "min over dim": one((x) => x.min(0, { keepdim: true }).values.exp()),
  median: one((x) => x.median().exp()),
  "median over dim": one((x) => x.median(1).values.exp()),
  norm: one((x) => x.norm()),
  "1-norm": one((x) => x.norm(1, 1)),
  "3-norm": one((x) => x.norm(3, 0)),
  "infinity norm": one((x) => x.norm(Infinity)),
  logsumexp: one((x) => x.logsumexp(1)),
  cumsum: one((x) => x.cumsum(1).exp()),
  cumprod: one((x) => x.cumprod(1)),

  kthvalue: one((x) => x.kthvalue(2).values.exp()),
  mode: one((x) => x.mode(0).values.exp()),
  quantile: one((x) => x.quantile(0.3, 1).exp()),
  stdMean: one((x) => {
    const [std, mean] = torch.stdMean(x, 1);
    return std.mul(mean);
  }),
  varMean: one((x) => {
    const [variance, mean] = torch.varMean(x, 1);
    return variance.mul(mean);
  }),
  "stdMean, its mean alone": one((x) => torch.stdMean(x, 1)[1].exp()),
  diagEmbed: one((x) => x.diagEmbed(1).exp()),
  "diag of a matrix": one((x) => x.diag(1).exp()),
  trace: one((x) => x.trace().exp()),
  rot90: one((x) => x.rot90(3).exp()),
  "cdist, Euclid's": two((x, y) => torch.cdist(x, y), spread(2, 3), spread(3, 3).add(1)),
  "cdist, by a product of matrices": two(
    (x, y) => torch.cdist(x, y, { computeMode: "use_mm_for_euclid_dist" }),
    spread(2, 3),
    spread(3, 3).add(1),
  ),
  squeeze_: one((x) => x.clone().squeeze_().exp(), spread(1, 3, 1)),
  "squeeze_ of a dim": one((x) => x.clone().squeeze_(0).exp(), spread(1, 3, 1)),
  "squeeze_ of dims": one((x) => x.clone().squeeze_([0, 2]).exp(), spread(1, 3, 1)),
  unsqueeze_: one((x) => x.clone().unsqueeze_(1).exp()),
  t_: one((x) => x.clone().t_().exp()),
  transpose_: one((x) => x.clone().transpose_(0, 1).exp()),
  sort: one((x) => x.sort(1).values.exp()),
  topk: one((x) => x.topk(2).values.exp()),

  view: one((x) => x.view(3, 2).exp()),
  "reshape of a transpose": one((x) => x.t().reshape(-1).exp()),
  permute: one((x) => x.permute(2, 0, 1).exp(), spread(2, 3, 2)),
  transpose: one((x) => x.transpose(0, 1).exp()),
  t: one((x) => x.t().exp()),
  expand: one((x) => x.expand(2, 2, 3).exp()),
  squeeze: one((x) => x.squeeze().exp(), spread(1, 3, 1)),
  "squeeze of a dim": one((x) => x.squeeze(0).exp(), spread(1, 3, 1)),
  "squeeze of dims": one((x) => x.squeeze([0, 2]).exp(), spread(1, 3, 1)),
  unsqueeze: one((x) => x.unsqueeze(1).exp()),
  select: one((x) => x.select(1, 2).exp()),
  slice: one((x) => x.slice(0, 1).exp()),
  "everything as an alias": one((x) => x.at("...").exp()),
  "slice with a step": one((x) => x.at(":", slice(0, null, 2)).exp()),
  "unfold of a dimension": one((x) => x.unfold(1, 3, 2).exp(), spread(2, 6)),
  narrow: one((x) => x.narrow(1, 1, 2).exp()),
  diagonal: one((x) => x.diagonal(1).exp(), spread(3, 3)),
  flip: one((x) => x.flip(1).exp()),
  roll: one((x) => x.roll([1, 1], [0, 1]).exp()),
  tril: one((x) => x.tril().exp()),
  triu: one((x) => x.triu(1).exp()),
  repeat: one((x) => x.repeat(2, 1, 2).exp()),
  repeatInterleave: one((x) => x.repeatInterleave(2, 1).exp()),
  diff: one((x) => x.diff().exp()),

  "at positions": one((x) => x.at([1, 0, 1], [2, 2, 2]).exp()),
  "at positions apart": one((x) => x.at([0, 1], ":", [1, 0]).exp(), spread(2, 2, 2)),
  "at a mask": one((x) => x.at(mask(true, false)).exp()),
  indexPut: two((x, y) => x.indexPut([index(1, 1), index(0, 2)], y).exp(), spread(2, 3), spread(2)),
  "indexPut, accumulated": two(
    (x, y) => x.indexPut([index(1, 1), index(2, 2)], y, { accumulate: true }).exp(),
    spread(2, 3),
    spread(2),
  ),
  maskedSelect: one((x) => x.maskedSelect(mask(true, false, true)).exp()),
  gather: one((x) =>
    x
      .gather(
        1,
        torch.tensor([
          [0, 0],
          [2, 1],
        ]),
      )
      .exp(),
  ),
  scatter: two((x, y) =>
    x
      .scatter(
        1,
        torch.tensor([
          [0, 2, 1],
          [2, 0, 1],
        ]),
        y,
      )
      .exp(),
  ),
  "scatter of a number": one((x) => x.scatter(1, torch.tensor([[0], [2]]), 0.5).exp()),
  scatterAdd: two((x, y) =>
    x
      .scatterAdd(
        1,
        torch.tensor([
          [0, 2, 2],
          [2, 0, 1],
        ]),
        y,
      )
      .exp(),
  ),
  indexSelect: one((x) => x.indexSelect(1, index(2, 0, 2)).exp()),
  indexAdd: two((x, y) => x.indexAdd(0, index(1, 1), y).exp()),
  indexFill: one((x) => x.indexFill(1, index(0, 2), 0.5).exp()),
  take: one((x) => x.take(index(0, 4, 4)).exp()),

  mm: two((x, y) => x.mm(y.t())),
  "mm of transposes": two((x, y) => x.t().mm(y).exp()),
  bmm: two((x, y) => x.bmm(y), spread(2, 2, 3), spread(2, 3, 2)),
  mv: two((x, y) => x.mv(y), spread(2, 3), spread(3)),
  dot: two((x, y) => x.dot(y), spread(4), positive(4)),
  outer: two((x, y) => x.outer(y), spread(2), spread(3)),
  addmm: three((x, y, z) => x.addmm(y, z, { beta: 0.5, alpha: 2 }), spread(2), spread(2, 3), spread(3, 2)),
  "matmul, 3-D by 2-D": two((x, y) => x.matmul(y), spread(2, 2, 3), spread(3, 2)),
  "matmul, 2-D by 3-D": two((x, y) => x.matmul(y), spread(2, 3), spread(2, 3, 2)),
  "matmul, vector by matrix": two((x, y) => x.matmul(y), spread(3), spread(3, 2)),
  "matmul, vector by batch": two((x, y) => x.matmul(y), spread(3), spread(2, 3, 2)),
  einsum: two((x, y) => torch.einsum("ij,kj->ik", x, y)),
};
