import { formatParameter } from "../tensor/print.ts";
import { Tensor } from "../tensor/index.ts";

/**
 * A tensor that a module trains: as a property of a module it is one of its parameters.
 * It shares the storage of the tensor it is made of. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.Parameter.html.
 *
 * @example
 * new nn.Parameter(torch.zeros(1)); // Parameter containing: tensor([0.], requires_grad=True)
 */
export class Parameter extends Tensor {
  constructor(data: Tensor, requiresGrad = true) {
    super(data.storage, data.sizes, data.isDense ? null : data.strides, data.offset);
    this.requiresGrad = requiresGrad;
  }

  override toString(): string {
    return formatParameter(this);
  }
}

/** A parameter that is there unless a setting says otherwise: null where the setting is known to be false. */
export type ParameterIf<Present extends boolean> = Present extends true ? Parameter : null;

/** For constructors: makes the parameter if it is to be there. */
export function parameterIf<Present extends boolean>(present: Present, make: () => Tensor): ParameterIf<Present> {
  return (present ? new Parameter(make()) : null) as ParameterIf<Present>;
}
