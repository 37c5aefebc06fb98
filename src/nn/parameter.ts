import { formatParameter } from "../tensor/print.ts";
import { optional, required, signature, type Named } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";

/** The device of a layer's parameters (there is only one) and their dtype. */
export const placement = {
  device: optional(is.orNull(is.device), null),
  dtype: optional(is.orNull(is.dtype), null),
};

const parameterSignature = signature("nn.Parameter", {
  data: required(is.tensor),
  requiresGrad: optional(is.bool, true),
});

/**
 * A tensor that a module trains: assigned to a property of a module, it becomes one of the module's parameters.
 * It shares storage with the tensor it is made from.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.Parameter.html.
 *
 * @example
 * new nn.Parameter(torch.zeros(1)); // Parameter containing: tensor([0.], requires_grad=True)
 */
export class Parameter extends Tensor {
  /** Tells the type checker that a plain tensor is not a parameter. */
  declare private readonly kind: "parameter";

  constructor(data: Tensor, requiresGrad?: boolean);
  constructor(options: Named<typeof parameterSignature.arguments>);
  constructor(data: Tensor, options: { requiresGrad?: boolean });
  constructor(...given: unknown[]) {
    const { data, requiresGrad } = parameterSignature.read(given);
    super(data.memory, data.sizes, data.isDense ? null : data.strides, data.offset);
    this.requiresGrad = requiresGrad;
  }

  override toString(): string {
    return formatParameter(this);
  }
}

/**
 * For constructors: the parameter, or null if it is left out. The type leaves out null because nearly every layer has
 * the parameter, and a model with a field of the layer's class must accept both.
 */
export function parameterIf(isPresent: boolean, make: () => Tensor): Parameter {
  return isPresent ? new Parameter(make()) : (null as unknown as Parameter);
}
