/** The ends of the graph: a leaf's gradient is added to its `grad`. */

import type { Tensor } from "../tensor.ts";
import { GradFn, type Edge, type Rule } from "./grad-fn.ts";

const accumulateRule: Rule<undefined> = {
  name: "AccumulateGrad",
  backward: () => {
    throw new Error("internal: AccumulateGrad is run by the engine");
  },
};

/** The node of a leaf. */
export class AccumulateGrad extends GradFn<undefined> {
  readonly variable: Tensor;

  constructor(variable: Tensor) {
    super(accumulateRule, [], [], undefined);
    this.variable = variable;
  }

  override name(...given: []): string {
    return `torch::autograd::${super.name(...given)}`;
  }
}

/** Where a tensor's gradient goes, or null if it needs none. */
export function edgeOf(tensor: Tensor): Edge | null {
  if (!tensor.requiresGrad) return null;
  const node = nodeOf(tensor);
  return { node, index: tensor.outputNr, shape: tensor.sizes, dtype: tensor.dtype };
}

/** The node that a tensor's gradient flows into: the operation that made it, or the leaf's own. */
export function nodeOf(tensor: Tensor): GradFn {
  const made = tensor.gradFn;
  if (made !== null) return made;
  const meta = tensor.autograd;
  meta.accumulate ??= new AccumulateGrad(tensor) as GradFn;
  return meta.accumulate;
}
