/** Hooks that see the gradients as they pass back through a module. */
import { defineGradient, isGradEnabled, Tensor } from "../tensor/index.ts";
import type { Hooks } from "./hooks.ts";
import type { Module } from "./module.ts";

export type Gradients = (Tensor | null)[];
/** Called with the gradients of a module's inputs and outputs; what it returns, if anything, replaces those of the inputs. */
export type BackwardHook = {
  hook(module: Module<unknown>, gradInput: Gradients, gradOutput: Tensor[]): unknown;
}["hook"];

/** Lets gradients through and shows them to the hooks on the way. */
const passing = defineGradient<(grads: Gradients) => Gradients>("BackwardHookFunctionBackward", (node, ...grads) =>
  node.context(grads),
);

/**
 * Runs `forward` between two gates that the gradients pass on their way back: first the outputs' gate, then the inputs'
 * gate, where the hooks are called. If no input needs a gradient, they are called at the outputs' gate.
 */
export function withBackwardHooks(
  module: Module<unknown>,
  hooks: Hooks<BackwardHook>,
  inputs: readonly unknown[],
  forward: (inputs: unknown[]) => unknown,
): unknown {
  if (!isGradEnabled()) return forward([...inputs]);
  let gradOutput: Gradients = [];
  const needed = inputs.map((input) => input instanceof Tensor && input.requiresGrad);
  const callHooks = (grads: Gradients): Gradients => {
    const byInput = needed.map((isNeeded) => (isNeeded ? (grads.shift() ?? null) : null));
    const gradInput = hooks.size === 0 ? byInput : byInput.map(kept);
    let replaced: Gradients | undefined;
    for (const hook of hooks) {
      const answer = hook(module, replaced ?? gradInput, gradOutput as Tensor[]);
      if (answer instanceof Tensor) replaced = [answer];
      else if (Array.isArray(answer)) replaced = answer as Gradients;
    }
    return (replaced ?? byInput).filter((_, i) => needed[i]);
  };
  const output = forward(gate([...inputs], callHooks));
  const isList = Array.isArray(output);
  const outputs = gate(isList ? (output as unknown[]) : [output], (grads) => {
    gradOutput = grads.map(kept);
    if (!needed.includes(true)) callHooks([]);
    return grads;
  });
  return isList ? outputs : outputs[0];
}

/** Returns the inputs or outputs with their tensors placed behind a gate. */
function gate(values: unknown[], pass: (grads: Gradients) => Gradients): unknown[] {
  const inside = values.filter((value): value is Tensor => value instanceof Tensor && value.requiresGrad);
  if (inside.length === 0) return values;
  const outside = passing.recordAll(
    inside.map((tensor) => tensor.detach()),
    inside,
    [],
    pass,
  );
  let next = 0;
  return values.map((value) => (inside.includes(value as Tensor) ? outside[next++] : value));
}

/** A copy for the hook to keep, which survives when the gradient itself has been freed. */
function kept(grad: Tensor | null): Tensor | null {
  if (grad === null) return null;
  const copy = grad.detach().clone();
  copy.memory.retain();
  return copy;
}
