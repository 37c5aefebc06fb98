/** Operations on all parameters of a model at once. See https://docs.pytorch.org/docs/2.13/nn.html#utilities. */
import { optional, required, signature } from "../shape/index.ts";
import { cat, noGrad, stack, tidy, zeros, Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import type * as Calls from "./calls.ts";

/** Tensors in any iterable. */
const tensors: is.Kind<readonly Tensor[], Iterable<Tensor>> = {
  expects: "iterable of Tensors",
  explain: is.parametersOf,
  read(value) {
    if (typeof value !== "object" || value === null || value instanceof Tensor || !(Symbol.iterator in value))
      return is.misfit;
    const all = [...(value as Iterable<unknown>)];
    return all.every((item) => item instanceof Tensor) ? all : is.misfit;
  },
};
const parameters = required(is.either(is.tensor, tensors));
// How torch loops over the tensors; here there is only one way.
const foreach = optional(is.orNull(is.bool), null);
export const clipNormSignature = signature("nn.utils.clipGradNorm_", {
  parameters,
  maxNorm: required(is.number),
  normType: optional(is.either(is.number, is.oneOf("inf")), 2),
  errorIfNonfinite: optional(is.bool, false),
  foreach,
});
export const clipValueSignature = signature("nn.utils.clipGradValue_", {
  parameters,
  clipValue: required(is.number),
  foreach,
});
export const toVectorSignature = signature("nn.utils.parametersToVector", { parameters: required(tensors) });
export const fromVectorSignature = signature("nn.utils.vectorToParameters", {
  vec: required(is.tensor),
  parameters: required(tensors),
});

/** The gradients, without this counting as a read by the user. */
function gradientsOf(parameters: Tensor | readonly Tensor[]): Tensor[] {
  const all = parameters instanceof Tensor ? [parameters] : parameters;
  return all.map((parameter) => parameter.peekGrad()).filter((grad) => grad !== null);
}

/**
 * Scales all gradients together so that their norm is at most `maxNorm`; returns the norm before scaling.
 *
 * @throws RangeError if the norm is not finite and `errorIfNonfinite` is set.
 */
export function clipGradNorm_(...given: Calls.ClipGradNorm_): Tensor;
export function clipGradNorm_(...given: unknown[]): Tensor {
  const { parameters, maxNorm, normType: order, errorIfNonfinite } = clipNormSignature.read(given);
  const normType = order === "inf" ? Infinity : order;
  const grads = gradientsOf(parameters);
  if (grads.length === 0) return zeros([]);
  return noGrad(() => {
    const total = tidy(() => stack(grads.map((grad) => grad.norm(normType))).norm(normType));
    if (errorIfNonfinite && !total.isfinite().item()) {
      throw new RangeError(
        `The total norm of order ${normType} for gradients from \`parameters\` is non-finite, so it cannot be clipped. ` +
          "To disable this error and scale the gradients by the non-finite norm anyway, set `errorIfNonfinite: false`",
      );
    }
    const scale = Math.fround(maxNorm / (total.item() + 1e-6));
    if (!(scale >= 1)) for (const grad of grads) grad.mul_(scale);
    return total;
  });
}

/** Clamps every element of the gradients to [-clipValue, clipValue]. */
export function clipGradValue_(...given: Calls.ClipGradValue_): void;
export function clipGradValue_(...given: unknown[]): void {
  const { parameters, clipValue } = clipValueSignature.read(given);
  noGrad(() => {
    for (const grad of gradientsOf(parameters)) grad.clamp_(-clipValue, clipValue);
  });
}

/** All elements of the parameters, one after another in one vector. */
export function parametersToVector(...given: Calls.ParametersToVector): Tensor;
export function parametersToVector(...given: unknown[]): Tensor {
  return cat(toVectorSignature.read(given).parameters.map((parameter) => parameter.reshape(-1)));
}

/** Writes the elements of a vector back into the parameters. */
export function vectorToParameters(...given: Calls.VectorToParameters): void;
export function vectorToParameters(...given: unknown[]): void {
  const { vec, parameters } = fromVectorSignature.read(given);
  noGrad(() => {
    let start = 0;
    for (const parameter of parameters) {
      const count = parameter.numel();
      parameter.copy_(vec.narrow(0, start, count).reshape(...parameter.sizes));
      start += count;
    }
  });
}
