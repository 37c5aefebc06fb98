/** The ways into the engine: `backward`, `grad`, hooks. */

import { sameShape } from "../../shape/index.ts";
import { Tensor } from "../tensor.ts";
import { nodeOf } from "./edge.ts";
import { runBackward, type Root } from "./engine.ts";
import type { PreHook } from "./grad-fn.ts";

export interface BackwardOptions {
  /** Keeps what the graph saved, for another `backward`. Default: the value of `createGraph`. */
  readonly retainGraph?: boolean;
  /** Records the gradients' own operations, for derivatives of higher order. */
  readonly createGraph?: boolean;
  /** Adds only to these leaves. */
  readonly inputs?: Tensor | readonly Tensor[];
}

export interface GradOptions extends Omit<BackwardOptions, "inputs"> {
  readonly gradOutputs?: Tensor | readonly (Tensor | null)[] | null;
  /** Inputs that the outputs do not depend on give null instead of an error. */
  readonly allowUnused?: boolean;
}

/** A registered hook. */
export interface RemovableHandle {
  remove(): void;
}

declare module "../tensor.ts" {
  interface Tensor {
    /**
     * Adds the gradients of this tensor with respect to the graph's leaves to their `grad`.
     *
     * `gradient` weighs the elements; a tensor of one element needs none.
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.backward.html
     */
    backward(gradient?: Tensor | null, options?: BackwardOptions): void;
    backward(options: BackwardOptions): void;
    /** Calls `hook` with this tensor's gradient each time it is computed; a tensor it returns takes the gradient's place. */
    registerHook(hook: (grad: Tensor) => Tensor | void): RemovableHandle;
    /** Keeps the gradient of a tensor that is no leaf in its `grad`. */
    retainGrad(): void;
  }
}

Tensor.prototype.backward = function (gradientOrOptions?: Tensor | BackwardOptions | null, options?: BackwardOptions) {
  const isGradient = gradientOrOptions instanceof Tensor || gradientOrOptions === null;
  const gradient = isGradient ? gradientOrOptions : undefined;
  const { createGraph = false, inputs, ...rest } = (isGradient ? options : (gradientOrOptions ?? options)) ?? {};
  const root = rootOf(this, gradient ?? null, 0);
  const only =
    inputs === undefined ? {} : { only: new Set((inputs instanceof Tensor ? [inputs] : inputs).map((t) => nodeOf(t))) };
  runBackward([root], { createGraph, retainGraph: rest.retainGraph ?? createGraph, ...only });
};

/**
 * The gradients of outputs with respect to inputs, without touching any `grad`.
 *
 * ```ts
 * const x = torch.tensor(3, { dtype: torch.float32, requiresGrad: true });
 * torch.autograd.grad(x.pow(2), x); // [tensor(6.)]
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad.html
 * @throws Error in torch's words where an input does not require a gradient, or was not used and `allowUnused` is not set.
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions & { readonly allowUnused: true },
): (Tensor | null)[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions,
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  { gradOutputs = null, createGraph = false, retainGraph = createGraph, allowUnused = false }: GradOptions = {},
): (Tensor | null)[] {
  const outs = outputs instanceof Tensor ? [outputs] : outputs;
  const ins = inputs instanceof Tensor ? [inputs] : inputs;
  const weights = gradOutputs instanceof Tensor ? [gradOutputs] : (gradOutputs ?? []);
  for (const input of ins)
    if (!input.requiresGrad) throw new Error("One of the differentiated Tensors does not require grad");
  const roots = outs.map((output, i) => rootOf(output, weights[i] ?? null, i));
  const capture = ins.map((input) => ({ node: nodeOf(input), index: input.outputNr }));
  const results = runBackward(roots, { createGraph, retainGraph, capture });
  const unused = results.indexOf(null);
  if (!allowUnused && unused !== -1)
    throw new Error(
      `The differentiated Tensor at index ${unused} appears to not have been used in the graph. Set allowUnused: true if this is the desired behavior.`,
    );
  return results;
}

function rootOf(output: Tensor, gradient: Tensor | null, i: number): Root {
  if (!output.requiresGrad)
    throw new Error(`element ${i} of tensors does not require grad and does not have a grad_fn`);
  if (gradient === null && output.numel() !== 1)
    throw new Error("grad can be implicitly created only for scalar outputs");
  if (gradient !== null && !sameShape(gradient.sizes, output.sizes))
    throw new RangeError(
      `Mismatch in shape: grad_output[${i}] has a shape of ${gradient.shape.toString()} and output[${i}] has a shape of ${output.shape.toString()}.`,
    );
  const seed = gradient ?? output.detach().onesLike();
  return {
    node: nodeOf(output),
    index: output.outputNr,
    grad: seed.dtype === output.dtype ? seed : seed.to(output.dtype),
  };
}

Tensor.prototype.registerHook = function (hook) {
  if (!this.requiresGrad) throw new Error("cannot register a hook on a tensor that doesn't require gradient");
  return addHook(this, (gradient) => hook(gradient) ?? undefined);
};

Tensor.prototype.retainGrad = function () {
  if (!this.requiresGrad) throw new Error("can't retain_grad on Tensor that has requires_grad=False");
  if (this.isLeaf || this.autograd.retainsGrad) return;
  this.autograd.retainsGrad = true;
  addHook(this, (gradient) => {
    const before = this.autograd.grad;
    this.grad = before === null ? gradient.detach().clone() : before.add(gradient);
    return undefined;
  });
};

function addHook(tensor: Tensor, call: (grad: Tensor) => Tensor | undefined): RemovableHandle {
  const node = nodeOf(tensor);
  const hook: PreHook = { index: tensor.outputNr, call };
  node.preHooks = [...(node.preHooks ?? []), hook];
  return {
    remove() {
      node.preHooks = node.preHooks?.filter((other) => other !== hook) ?? null;
    },
  };
}
