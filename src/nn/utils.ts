/** Work on the parameters of a model as a whole. See https://docs.pytorch.org/docs/2.13/nn.html#utilities. */
import { cat, noGrad, stack, tidy, zeros, type Tensor } from "../tensor/index.ts";

/** The gradients, without counting as taken by a user. */
function gradientsOf(parameters: Tensor | Iterable<Tensor>): Tensor[] {
  const all = Symbol.iterator in parameters && !("storage" in parameters) ? [...parameters] : [parameters as Tensor];
  return all.map((parameter) => parameter.peekGrad()).filter((grad) => grad !== null);
}

/**
 * Scales the gradients together so that their norm is at most `maxNorm`; gives the norm before.
 *
 * @throws RangeError if the norm is not finite and `errorIfNonfinite` is set.
 */
export function clipGradNorm_(
  parameters: Tensor | Iterable<Tensor>,
  maxNorm: number,
  { normType = 2, errorIfNonfinite = false }: { normType?: number; errorIfNonfinite?: boolean } = {},
): Tensor {
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

/** Limits every element of the gradients to [-clipValue, clipValue]. */
export function clipGradValue_(parameters: Tensor | Iterable<Tensor>, clipValue: number): void {
  noGrad(() => {
    for (const grad of gradientsOf(parameters)) grad.clamp_(-clipValue, clipValue);
  });
}

/** All the elements one after another. */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  return cat([...parameters].map((parameter) => parameter.reshape(-1)));
}

/** Writes the elements of a vector back into the parameters. */
export function vectorToParameters(vector: Tensor, parameters: Iterable<Tensor>): void {
  noGrad(() => {
    let start = 0;
    for (const parameter of parameters) {
      const count = parameter.numel();
      parameter.copy_(vector.narrow(0, start, count).reshape(...parameter.sizes));
      start += count;
    }
  });
}
