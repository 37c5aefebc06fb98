/** Dropout, normalisation, look-up and resizing as functions. */
import { resolveArguments } from "../../shape/arguments.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as dropouts from "../../tensor/ops/dropout.ts";
import * as embeddings from "../../tensor/ops/embedding.ts";
import * as norms from "../../tensor/ops/norm.ts";
import { pad as padOp, type PadMode } from "../../tensor/ops/pad.ts";

export { interpolate } from "../../tensor/ops/interpolate.ts";

type Dropout = { p?: number; training?: boolean; inplace?: boolean };
const dropoutOrder = ["input", "p", "training", "inplace"] as const;

/** Zeroes each element with probability p and divides the rest by 1 - p, unless `training` is false. */
export function dropout(input: Tensor, options?: Dropout): Tensor;
export function dropout(input: Tensor, p: number, options?: Omit<Dropout, "p">): Tensor;
export function dropout(input: Tensor, p: number, training: boolean, inplace?: boolean): Tensor;
export function dropout(...given: unknown[]): Tensor {
  type Arguments = Dropout & { input: Tensor };
  const { input, p, training, inplace } = resolveArguments<Arguments>("dropout", dropoutOrder, 1, given) as Arguments;
  return dropouts.dropout(input, p, training, inplace);
}

/** Zeroes whole channels. */
export function dropout2d(input: Tensor, options?: Dropout): Tensor;
export function dropout2d(input: Tensor, p: number, options?: Omit<Dropout, "p">): Tensor;
export function dropout2d(input: Tensor, p: number, training: boolean, inplace?: boolean): Tensor;
export function dropout2d(...given: unknown[]): Tensor {
  type Arguments = Dropout & { input: Tensor };
  const { input, p, training, inplace } = resolveArguments<Arguments>("dropout2d", dropoutOrder, 1, given) as Arguments;
  return dropouts.dropout2d(input, p, training, inplace);
}

type Affine = { weight?: Tensor | null; bias?: Tensor | null; eps?: number };

/** Normalises each channel, with the batch's own statistics if `training`, else with the running ones. */
export function batchNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  { weight = null, bias = null, ...options }: Affine & { training?: boolean; momentum?: number } = {},
): Tensor {
  return norms.batchNorm(input, runningMean, runningVar, weight, bias, options);
}

/** Normalises over the last dimensions, which must be `normalizedShape`. */
export function layerNorm(
  input: Tensor,
  normalizedShape: readonly number[],
  { weight = null, bias = null, eps = 1e-5 }: Affine = {},
): Tensor {
  return norms.layerNorm(input, normalizedShape, weight, bias, eps);
}

/** Normalises the channels in `numGroups` groups. */
export function groupNorm(
  input: Tensor,
  numGroups: number,
  { weight = null, bias = null, eps = 1e-5 }: Affine = {},
): Tensor {
  return norms.groupNorm(input, numGroups, weight, bias, eps);
}

/** Divides by the p-norm over `dim`, or by `eps` where that is larger. */
export function normalize(
  input: Tensor,
  { p = 2, dim = 1, eps = 1e-12 }: { p?: number; dim?: number; eps?: number } = {},
): Tensor {
  const norm = input.norm(p, dim, { keepdim: true });
  return input.div(norm.clampMin(eps).expandAs(input));
}

/** The rows of `weight` at the indices `input`. */
export function embedding(
  input: Tensor,
  weight: Tensor,
  { paddingIdx = null }: { paddingIdx?: number | null } = {},
): Tensor {
  return embeddings.embedding(input, weight, paddingIdx);
}

/** Zeros with a one at each index; as many classes as the largest index needs unless given. */
export function oneHot(input: Tensor, numClasses?: number): Tensor;
export function oneHot(input: Tensor, options: { numClasses?: number }): Tensor;
export function oneHot(...given: unknown[]): Tensor {
  type Arguments = { input: Tensor; numClasses: number };
  const args = resolveArguments<Arguments>("oneHot", ["input", "numClasses"], 1, given) as Arguments;
  return embeddings.oneHot(args.input, args.numClasses ?? -1);
}

type Pad = { mode?: PadMode; value?: number };

/** Widens dimensions from the last one backwards: `sides` is [left, right, top, bottom, ...]. */
export function pad(input: Tensor, sides: readonly number[], options?: Pad): Tensor;
export function pad(input: Tensor, sides: readonly number[], mode: PadMode, value?: number): Tensor;
export function pad(...given: unknown[]): Tensor {
  type Arguments = Pad & { input: Tensor; pad: readonly number[] };
  const order = ["input", "pad", "mode", "value"] as const;
  const { input, pad: sides, ...options } = resolveArguments<Arguments>("pad", order, 2, given) as Arguments;
  return padOp(input, sides, options);
}
