/** Activations that change their input, further dropouts, and norms that are put together from other operations. */
import { float32, optional, required, signature } from "../../shape/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../../tensor/kinds.ts";
import * as dropouts from "../../tensor/ops/dropout.ts";
import * as activations from "./activation.ts";
import { avgPool1d, avgPool2d } from "./pool.ts";
import type * as Calls from "./calls.ts";

const input = required(is.tensor);
const slope = optional(is.number, 0.01);
const alpha = optional(is.number, 1);

const inPlaceSignatures = {
  relu_: signature("F.relu_", { input }),
  selu_: signature("F.selu_", { input }),
  elu_: signature("F.elu_", { input, alpha }),
  celu_: signature("F.celu_", { input, alpha }),
  leakyRelu_: signature("F.leakyRelu_", { input, negativeSlope: slope }),
  hardtanh_: signature("F.hardtanh_", { input, minVal: optional(is.number, -1), maxVal: optional(is.number, 1) }),
  threshold_: signature("F.threshold_", { input, threshold: required(is.number), value: required(is.number) }),
};

/** `relu`, in place. */
export function relu_(...given: Calls.Relu_): Tensor;
export function relu_(...given: unknown[]): Tensor {
  return activations.relu(inPlaceSignatures.relu_.read(given).input, true);
}

/** `selu`, in place. */
export function selu_(...given: Calls.Selu_): Tensor;
export function selu_(...given: unknown[]): Tensor {
  return activations.selu(inPlaceSignatures.selu_.read(given).input, true);
}

/** `elu`, in place. */
export function elu_(...given: Calls.Elu_): Tensor;
export function elu_(...given: unknown[]): Tensor {
  const { input, alpha } = inPlaceSignatures.elu_.read(given);
  return activations.elu(input, alpha, true);
}

/** `celu`, in place. */
export function celu_(...given: Calls.Celu_): Tensor;
export function celu_(...given: unknown[]): Tensor {
  const { input, alpha } = inPlaceSignatures.celu_.read(given);
  return activations.celu(input, alpha, true);
}

/** `leakyRelu`, in place. */
export function leakyRelu_(...given: Calls.LeakyRelu_): Tensor;
export function leakyRelu_(...given: unknown[]): Tensor {
  const { input, negativeSlope } = inPlaceSignatures.leakyRelu_.read(given);
  return activations.leakyRelu(input, negativeSlope, true);
}

/** `hardtanh`, in place. */
export function hardtanh_(...given: Calls.Hardtanh_): Tensor;
export function hardtanh_(...given: unknown[]): Tensor {
  const { input, minVal, maxVal } = inPlaceSignatures.hardtanh_.read(given);
  return activations.hardtanh(input, minVal, maxVal, true);
}

/** `threshold`, in place. */
export function threshold_(...given: Calls.Threshold_): Tensor;
export function threshold_(...given: unknown[]): Tensor {
  const { input, threshold, value } = inPlaceSignatures.threshold_.read(given);
  return activations.threshold(input, threshold, value, true);
}

const dropoutArguments = (training: boolean) => ({
  input,
  p: optional(is.number, 0.5),
  training: optional(is.bool, training),
  inplace: optional(is.bool, false),
});
const dropoutSignatures = {
  dropout1d: signature("F.dropout1d", dropoutArguments(true)),
  dropout3d: signature("F.dropout3d", dropoutArguments(true)),
  alphaDropout: signature("F.alphaDropout", dropoutArguments(false)),
  featureAlphaDropout: signature("F.featureAlphaDropout", dropoutArguments(false)),
};

/** Zeroes whole channels of sequences [B, C, L] with probability p. */
export function dropout1d(...given: Calls.Dropout1d): Tensor;
export function dropout1d(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropoutSignatures.dropout1d.read(given);
  return dropouts.dropout1d(input, p, training, inplace);
}

/** Zeroes whole channels of volumes [B, C, D, H, W] with probability p. */
export function dropout3d(...given: Calls.Dropout3d): Tensor;
export function dropout3d(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropoutSignatures.dropout3d.read(given);
  return dropouts.dropout3d(input, p, training, inplace);
}

/** Dropout that keeps mean and variance of what `selu` makes, if `training` is true. */
export function alphaDropout(...given: Calls.AlphaDropout): Tensor;
export function alphaDropout(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropoutSignatures.alphaDropout.read(given);
  return dropouts.alphaDropout(input, p, training, inplace);
}

/** `alphaDropout` of whole channels. */
export function featureAlphaDropout(...given: Calls.FeatureAlphaDropout): Tensor;
export function featureAlphaDropout(...given: unknown[]): Tensor {
  const { input, p, training, inplace } = dropoutSignatures.featureAlphaDropout.read(given);
  return dropouts.featureAlphaDropout(input, p, training, inplace);
}

export const rmsNormSignature = signature("F.rmsNorm", {
  input,
  normalizedShape: required(is.ints),
  weight: optional(is.orNull(is.tensor), null),
  eps: optional(is.orNull(is.number), null),
});

/**
 * Divides by the root of the mean square over the last dimensions, which must be `normalizedShape`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.rms_norm.html.
 *
 * @throws RangeError in torch's words if the last dimensions differ.
 */
export function rmsNorm(...given: Calls.RmsNorm): Tensor;
export function rmsNorm(...given: unknown[]): Tensor {
  const { input, normalizedShape, weight, eps } = rmsNormSignature.read(given);
  const { sizes, dtype } = input;
  const rest = sizes.slice(Math.max(sizes.length - normalizedShape.length, 0));
  if (String(rest) !== String(normalizedShape))
    throw new RangeError(
      `Given normalized_shape=[${normalizedShape.join(", ")}], expected input with shape [*, ${normalizedShape.join(", ")}], ` +
        `but got input of size[${sizes.join(", ")}]`,
    );
  const x = dtype.itemsize < 4 ? input.to(float32) : input;
  const dims = normalizedShape.map((_, d) => -1 - d);
  const root = x
    .square()
    .mean(dims, { keepdim: true })
    .add(eps ?? (dtype.itemsize === 8 ? Number.EPSILON : 2 ** -23))
    .rsqrt();
  const y = x.mul(root).to(dtype);
  return weight === null ? y : y.mul(weight);
}

const lpSize = (n: number) => ({
  normType: required(is.number),
  kernelSize: required(is.sizesAsWritten(n)),
  stride: optional(is.orNull(is.sizesAsWritten(n)), null),
  ceilMode: optional(is.bool, false),
});
/** What the layers share with the functions. */
export const lpSettings = { lpPool1d: lpSize(1), lpPool2d: lpSize(2) };
const lpSignatures = {
  lpPool1d: signature("F.lpPool1d", { input, ...lpSettings.lpPool1d }),
  lpPool2d: signature("F.lpPool2d", { input, ...lpSettings.lpPool2d }),
};

/** The power mean's sum: the `1 / normType` power of the sum of a window's powers, in sequences [B, C, L]. */
export function lpPool1d(...given: Calls.LpPool1d): Tensor;
export function lpPool1d(...given: unknown[]): Tensor {
  const { input, normType, kernelSize, stride, ceilMode } = lpSignatures.lpPool1d.read(given);
  const mean = avgPool1d({ input: input.pow(normType), kernelSize, stride, ceilMode });
  return rooted(mean, [kernelSize].flat()[0]!, normType);
}

/** The same in images [B, C, H, W]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.lp_pool2d.html. */
export function lpPool2d(...given: Calls.LpPool2d): Tensor;
export function lpPool2d(...given: unknown[]): Tensor {
  const { input, normType, kernelSize, stride, ceilMode } = lpSignatures.lpPool2d.read(given);
  const [height, width] = typeof kernelSize === "number" ? [kernelSize, kernelSize] : kernelSize;
  return rooted(
    avgPool2d({ input: input.pow(normType), kernelSize, stride, ceilMode }),
    height! * (width ?? height!),
    normType,
  );
}

/** As torch computes it, whose gradient is 0 where the window's mean is 0. */
function rooted(mean: Tensor, count: number, normType: number): Tensor {
  return mean
    .sign()
    .mul(mean.abs().relu())
    .mul(count)
    .pow(1 / normType);
}
