/** Normalisation of each channel of each image by itself, and across neighbouring channels. x is [B, C, ...]. */
import { noGrad } from "../autograd/grad-mode.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./operands.ts";
import { batchNorm } from "./norm.ts";
import { avgPool2d } from "./pool.ts";
import { pad } from "./pad.ts";
import { avgPool3d } from "./pool3d.ts";

export type InstanceNormOptions = { useInputStats?: boolean; momentum?: number; eps?: number };

/**
 * Normalises each channel of each image by its own mean and variance, or by the running ones.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.instance_norm.html.
 *
 * @throws RangeError in torch's words for a single element per channel, or for missing running statistics.
 */
export function instanceNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight: Tensor | null,
  bias: Tensor | null,
  { useInputStats = true, momentum = 0.1, eps = 1e-5 }: InstanceNormOptions = {},
): Tensor {
  checkTensor("instance_norm", x);
  if ((runningMean === null) !== (runningVar === null))
    throw new RangeError("running_mean and running_var must either both be None or neither be None");
  const [B, C, ...spatial] = x.sizes as [number, number, ...number[]];
  if ((runningMean === null) !== (runningVar === null))
    throw new RangeError("running_mean and running_var must either both be None or neither be None");
  if (!useInputStats) {
    if (runningMean === null || runningVar === null)
      throw new RangeError("Expected running_mean and running_var to be defined when use_input_stats is false");
    return batchNorm(x, runningMean, runningVar, weight, bias, { training: false, eps });
  }
  if (spatial.reduce((n, size) => n * size, 1) === 1)
    throw new RangeError(`Expected more than 1 spatial element when training, got input size ${x.shape.toString()}`);
  const repeated = (t: Tensor | null): Tensor | null => (t === null ? null : t.repeat(B));
  const [mean, variance] = [repeated(runningMean), repeated(runningVar)];
  const together = x.contiguous().view([1, B * C, ...spatial]);
  const y = batchNorm(together, mean, variance, repeated(weight), repeated(bias), { training: true, momentum, eps });
  noGrad(() => {
    runningMean?.copy_(mean!.view([B, C]).mean(0));
    runningVar?.copy_(variance!.view([B, C]).mean(0));
  });
  return y.view(x.sizes);
}

/**
 * Divides each element by a power of the mean of the squares in the `size` channels around it.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.local_response_norm.html.
 */
export function localResponseNorm(x: Tensor, size: number, alpha = 1e-4, beta = 0.75, k = 1): Tensor {
  checkTensor("local_response_norm", x);
  if (x.dim() < 3) throw new RangeError(`Expected 3D or higher dimensionality input (got ${x.dim()} dimensions)`);
  if (x.numel() === 0) return x;
  const squares = x.mul(x).unsqueeze(1);
  const [before, after] = [Math.floor(size / 2), Math.floor((size - 1) / 2)];
  let means: Tensor;
  if (x.dim() === 3) {
    const padded = pad(squares, [0, 0, before, after]);
    means = avgPool2d(padded, { kernelSize: [size, 1], stride: 1 }).squeeze(1);
  } else {
    const [B, C, H, ...rest] = x.sizes as [number, number, number, ...number[]];
    const padded = pad(squares.view([B, 1, C, H, rest.reduce((n, each) => n * each, 1)]), [0, 0, 0, 0, before, after]);
    means = avgPool3d(padded, { kernelSize: [size, 1, 1], stride: 1 })
      .squeeze(1)
      .view(x.sizes);
  }
  return x.div(means.mul(alpha).add(k).pow(beta));
}
