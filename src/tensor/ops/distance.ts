/** Distances and angles between vectors, and exchanging channels and pixels. */
import { broadcastShapes, formatShape, wrapDim } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./operands.ts";

/**
 * The cosine of the angle between vectors along `dim`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cosine_similarity.html.
 */
export function cosineSimilarity(x1: Tensor, x2: Tensor, dim = 1, eps = 1e-8): Tensor {
  checkTensor("cosine_similarity", x1, "x1");
  checkTensor("cosine_similarity", x2, "x2");
  const shape = broadcastShapes(x1.sizes, x2.sizes);
  const d = wrapDim(dim, shape.length);
  const [a, b] = [x1.expand(shape), x2.expand(shape)];
  const unit = (x: Tensor): Tensor => x.div(x.norm(2, d, { keepdim: true }).clampMin(eps));
  return unit(a).mul(unit(b)).sum(d);
}

const lastNorm = composite<{ p: number; keepdim: boolean }>("NormBackward1", ([x], { p, keepdim }) =>
  x!.norm(p, -1, { keepdim }),
);

/**
 * The p-norm of the difference (and `eps`) along the last dimension.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.pairwise_distance.html.
 */
export function pairwiseDistance(x1: Tensor, x2: Tensor, p = 2, eps = 1e-6, keepdim = false): Tensor {
  checkTensor("pairwise_distance", x1, "x1");
  checkTensor("pairwise_distance", x2, "x2");
  return lastNorm([x1.sub(x2).add(eps)], { p, keepdim });
}

/**
 * Moves channels into pixels: [..., C * r^2, H, W] to [..., C, H * r, W * r].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.pixel_shuffle.html.
 *
 * @throws RangeError in torch's words for sizes that are not divisible.
 */
export function pixelShuffle(input: Tensor, upscaleFactor: number): Tensor {
  checkTensor("pixel_shuffle", input);
  if (input.dim() < 3)
    throw new RangeError(
      `pixel_shuffle expects input to have at least 3 dimensions, but got input with ${input.dim()} dimension(s)`,
    );
  const r = upscaleFactor;
  if (r <= 0) throw new RangeError(`pixel_shuffle expects a positive upscale_factor, but got ${r}`);
  const lead = input.sizes.slice(0, -3);
  const [channels, height, width] = input.sizes.slice(-3) as [number, number, number];
  if (channels % (r * r) !== 0)
    throw new RangeError(
      `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${channels} is not divisible by ${r * r}`,
    );
  const n = lead.length;
  const order = [...lead.map((_, d) => d), n, n + 3, n + 1, n + 4, n + 2];
  return input
    .reshape([...lead, channels / (r * r), r, r, height, width])
    .permute(order)
    .reshape([...lead, channels / (r * r), height * r, width * r]);
}

/** Moves pixels into channels: the inverse of `pixelShuffle`. */
export function pixelUnshuffle(input: Tensor, downscaleFactor: number): Tensor {
  checkTensor("pixel_unshuffle", input);
  if (input.dim() < 3)
    throw new RangeError(
      `pixel_unshuffle expects input to have at least 3 dimensions, but got input with ${input.dim()} dimension(s)`,
    );
  const r = downscaleFactor;
  if (r <= 0) throw new RangeError(`pixel_unshuffle expects a positive downscale_factor, but got ${r}`);
  const lead = input.sizes.slice(0, -3);
  const [channels, height, width] = input.sizes.slice(-3) as [number, number, number];
  for (const [name, size, d] of [
    ["height", height, -2],
    ["width", width, -1],
  ] as const)
    if (size % r !== 0)
      throw new RangeError(
        `pixel_unshuffle expects ${name} to be divisible by downscale_factor, but input.size(${d})=${size} is not divisible by ${r}`,
      );
  const n = lead.length;
  const order = [...lead.map((_, d) => d), n, n + 2, n + 4, n + 1, n + 3];
  return input
    .reshape([...lead, channels, height / r, r, width / r, r])
    .permute(order)
    .reshape([...lead, channels * r * r, height / r, width / r]);
}

/** Reorders the channels of [B, C, ...] by interleaving `groups` groups of them. */
export function channelShuffle(input: Tensor, groups: number): Tensor {
  checkTensor("channel_shuffle", input);
  if (input.dim() < 3)
    throw new RangeError(
      `channel_shuffle expects input with > 2 dims, but got input with sizes ${formatShape(input.sizes)}`,
    );
  const [B, C, ...rest] = input.sizes as [number, number, ...number[]];
  if (groups <= 0)
    throw new RangeError(`Number of groups to divide channels in must be positive. Value of groups:${groups}`);
  if (C % groups !== 0)
    throw new RangeError(`Number of channels must be divisible by groups. Got ${C} channels and ${groups} groups.`);
  return input
    .reshape([B, groups, C / groups, ...rest])
    .transpose(1, 2)
    .reshape(input.sizes);
}
