/** The entry points of the engine: `backward`, `grad`, hooks. */

import { optional, required, sameShape, signature } from "../../shape/index.ts";
import * as is from "../kinds.ts";
import { Tensor } from "../tensor.ts";
import { nodeOf } from "./edge.ts";
import { runBackward, type Root } from "./engine.ts";
import type { PreHook } from "./grad-fn.ts";

export interface BackwardOptions {
  /** Keeps what the graph saved, for another `backward`; defaults to the value of `createGraph`. */
  readonly retainGraph?: boolean | null;
  /** Records the gradients' own operations, for higher derivatives. */
  readonly createGraph?: boolean;
  /** Accumulates gradients only in these leaves. */
  readonly inputs?: Tensor | readonly Tensor[] | null;
}

export interface GradOptions extends Omit<BackwardOptions, "inputs"> {
  readonly gradOutputs?: Tensor | readonly (Tensor | null)[] | null;
  /** Inputs that the outputs do not depend on get null instead of raising an error. */
  readonly allowUnused?: boolean | null;
  /** Such inputs get zeros instead of null. */
  readonly materializeGrads?: boolean;
}

/** What `grad` differentiates, and with respect to what. */
interface GradEnds {
  readonly outputs: Tensor | readonly Tensor[];
  readonly inputs: Tensor | readonly Tensor[];
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
     * `gradient` weights the elements; a tensor of one element needs none.
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.backward.html
     */
    backward(gradient?: Tensor | null, options?: BackwardOptions): void;
    backward(options: BackwardOptions & { readonly gradient?: Tensor | null }): void;
    backward(
      gradient: Tensor | null,
      retainGraph: boolean | null,
      createGraph?: boolean,
      inputs?: BackwardOptions["inputs"],
    ): void;
    /**
     * Calls `hook` with this tensor's gradient each time it is computed; a tensor returned by the hook replaces the
     * gradient.
     */
    registerHook(hook: (grad: Tensor) => Tensor | void): RemovableHandle;
    /** Keeps the gradient of a non-leaf tensor in its `grad`. */
    retainGrad(): void;
  }
}

const some = is.orNull(is.tensorOrTensors);
const listed = (tensors: Tensor | readonly Tensor[]): readonly Tensor[] =>
  tensors instanceof Tensor ? [tensors] : tensors;

const backwardSignature = signature("Tensor.backward", {
  gradient: optional(is.orNull(is.tensor), null),
  retainGraph: optional(is.orNull(is.bool), null),
  createGraph: optional(is.bool, false),
  inputs: optional(some, null),
});

Tensor.prototype.backward = function (...given: unknown[]) {
  const { gradient, retainGraph, createGraph, inputs } = backwardSignature.read(given);
  const only = inputs === null ? {} : { only: new Set(listed(inputs).map((t) => nodeOf(t))) };
  runBackward([rootOf(this, gradient, 0)], { createGraph, retainGraph: retainGraph ?? createGraph, ...only });
};

const gradSignature = signature("autograd.grad", {
  outputs: required(is.tensorOrTensors),
  inputs: required(is.tensorOrTensors),
  gradOutputs: optional(is.orNull(is.either(is.tensor, is.listOf(is.orNull(is.tensor)))), null),
  retainGraph: optional(is.orNull(is.bool), null),
  createGraph: optional(is.bool, false),
  allowUnused: optional(is.orNull(is.bool), null),
  isGradsBatched: optional(
    is.kind("false", (value): value is false => value === false),
    false,
  ),
  materializeGrads: optional(is.bool, false),
});

/**
 * The gradients of outputs with respect to inputs, without touching any `grad`.
 *
 * ```ts
 * const x = torch.tensor(3, { dtype: torch.float32, requiresGrad: true });
 * torch.autograd.grad(x.pow(2), x); // [tensor(6.)]
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad.html
 * @throws Error in torch's words if an input does not require a gradient, or was not used and `allowUnused` is not set.
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
export function grad(options: GradOptions & GradEnds): Tensor[];
export function grad(
  outputs: GradEnds["outputs"],
  inputs: GradEnds["inputs"],
  gradOutputs: GradOptions["gradOutputs"],
  retainGraph?: boolean | null,
  createGraph?: boolean,
  allowUnused?: boolean | null,
): Tensor[];
export function grad(...given: unknown[]): (Tensor | null)[] {
  const args = gradSignature.read(given);
  const { gradOutputs, createGraph, retainGraph, materializeGrads } = args;
  if (materializeGrads && args.allowUnused === false)
    throw new RangeError(
      "Expected allowUnused to be true or not passed when materializeGrads is true, but got: allowUnused=false",
    );
  const allowUnused = args.allowUnused ?? materializeGrads;
  const outs = listed(args.outputs);
  const ins = listed(args.inputs);
  const weights = gradOutputs instanceof Tensor ? [gradOutputs] : (gradOutputs ?? []);
  for (const input of ins)
    if (!input.requiresGrad) throw new Error("One of the differentiated Tensors does not require grad");
  const roots = outs.map((output, i) => rootOf(output, weights[i] ?? null, i));
  const capture = ins.map((input) => ({ node: nodeOf(input), index: input.outputNr }));
  const results = runBackward(roots, { createGraph, retainGraph: retainGraph ?? createGraph, capture });
  const unused = results.indexOf(null);
  if (!allowUnused && unused !== -1)
    throw new Error(
      `The differentiated Tensor at index ${unused} appears to not have been used in the graph. Set allowUnused: true if this is the desired behavior.`,
    );
  return materializeGrads ? results.map((result, i) => result ?? ins[i]!.detach().zerosLike()) : results;
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

const hookSignature = signature("Tensor.registerHook", {
  hook: required(is.callable<(grad: Tensor) => Tensor | void>()),
});

Tensor.prototype.registerHook = function (...given: unknown[]) {
  const { hook } = hookSignature.read(given);
  if (!this.requiresGrad) throw new Error("cannot register a hook on a tensor that doesn't require gradient");
  return addHook(this, (gradient) => hook(gradient) ?? undefined);
};

const retainSignature = signature("Tensor.retainGrad", {});

Tensor.prototype.retainGrad = function (...given: unknown[]) {
  retainSignature.read(given);
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
