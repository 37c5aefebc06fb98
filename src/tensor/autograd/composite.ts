/**
 * Operations whose gradient follows from the operations they are made of, recorded under a single torch name.
 *
 * The forward pass runs unrecorded. The backward pass runs it once more, recorded, and takes the gradients of that
 * small graph; these can be differentiated as often as the parts can.
 */

import type { Tensor } from "../tensor.ts";
import { grad } from "./backward.ts";
import { defineGradient } from "./gradient.ts";
import { isGradEnabled, withGradMode } from "./grad-mode.ts";
import { adoptStorage, outsideScopes, tidy } from "./scope.ts";
import type { InputGrad } from "./grad-fn.ts";

type Inputs = readonly (Tensor | null)[];

/**
 * The gradients of `compute` at `inputs`, where `gy` is the gradient of the output. Under `createGraph` they are part
 * of the graph. Each input is represented by a tensor of its own, so that the input's history is not walked.
 */
export function gradientsThrough(
  compute: (inputs: Inputs) => Tensor,
  inputs: Inputs,
  gy: Tensor,
  needs: (i: number) => boolean,
): InputGrad[] {
  const createGraph = isGradEnabled();
  const wanted = inputs.map((input, i) => input !== null && needs(i));
  return withGradMode(true, () => {
    const standIns = inputs.map((input, i) => {
      if (input === null) return null;
      if (!wanted[i]) return input.detach();
      return createGraph && input.requiresGrad ? input.view(input.sizes) : input.detach().requiresGrad_();
    });
    const y = compute(standIns);
    const asked = standIns.filter((_, i) => wanted[i]) as Tensor[];
    const found = outsideScopes(() => grad(y, asked, { gradOutputs: gy, createGraph, allowUnused: true }));
    for (const each of found) if (each !== null) adoptStorage(each.memory);
    let next = 0;
    // An input that does not affect the result, such as the positions in a nearest-element lookup, has a gradient of
    // zeros.
    return wanted.map((isWanted, i) => (isWanted ? (found[next++] ?? inputs[i]!.detach().zerosLike()) : null));
  });
}

/** An operation called `name` in the graph: the result of `compute` for its inputs and settings. */
export function composite<Settings>(
  name: string,
  compute: (inputs: Inputs, settings: Settings) => Tensor,
): (inputs: Inputs, settings: Settings) => Tensor {
  const rule = defineGradient<Settings>(name, (node, gy) =>
    gradientsThrough(
      (inputs) => compute(inputs, node.context),
      node.savedOrNull(),
      gy,
      (i) => node.needs(i),
    ),
  );
  return (inputs, settings) => {
    const y = withGradMode(false, () => tidy(() => compute(inputs, settings)));
    return rule.record(y, inputs, inputs, settings);
  };
}
